"""Short prompts to begin with, in many manners, each for the emotion that it shows."""

from dataclasses import dataclass
from typing import Final

from generation.prompt_sets.library import ShippedSet
from generation.prompt_sets.lines import Line


@dataclass(frozen=True, slots=True)
class Example:
    """One card of the gallery of examples."""

    emotion: str
    style: str
    words: str


EXAMPLES: Final = tuple(
    Example(emotion, style, words)
    for emotion, style, words in (
        ("happy", "watercolour", "watercolour of sweet peas climbing a yellow fence, wet edges, white paper"),
        ("happy", "paper cut", "layered paper cut of tulips and swallows, bright card, soft shadows"),
        ("happy", "macro photograph", "macro photograph of a ladybird on a daisy, morning sun, creamy background"),
        ("happy", "folk embroidery", "folk embroidery of a flower wreath, red and orange thread on linen"),
        ("happy", "poster", "flat screen-printed poster of sunflowers facing the sun, three colours"),
        ("happy", "clay model", "clay model of a smiling garden gate under roses, studio light"),
        ("surprised", "kaleidoscope", "kaleidoscope of dahlias, mirrored symmetry, vivid violet and lime"),
        ("surprised", "stained glass", "stained glass of a lily bursting open, lead lines, light from behind"),
        ("surprised", "high-speed photograph", "high-speed photograph of a poppy shaking off water drops, dark ground"),
        ("surprised", "collage", "collage of giant peonies growing out of a teacup, old botanical cuttings"),
        ("surprised", "3D render", "3D render of glass flowers opening in mid-air, rainbow reflections"),
        ("surprised", "art nouveau", "art nouveau panel of an iris and a startled heron, gold contour"),
        ("calm", "ink wash", "ink wash of bamboo and fog, much empty paper, few strokes"),
        ("calm", "pencil", "pencil drawing of a single snowdrop, fine hatching, grey paper"),
        ("calm", "woodblock print", "woodblock print of irises beside a plank bridge, flat indigo and green"),
        ("calm", "pastel", "soft pastel of a lavender field before sunrise, dusty colours"),
        ("calm", "cyanotype", "cyanotype of fern and clover, white shapes on deep blue"),
        ("calm", "long exposure", "long exposure photograph of water lilies, silk water, pale evening"),
        ("angry", "palette knife", "palette knife painting of red gladioli, thick ridges of paint"),
        ("angry", "linocut", "linocut of thistles in a gale, hard black cuts, one red plate"),
        ("angry", "charcoal", "charcoal drawing of a rose bush thrashing in a storm, smeared blacks"),
        ("angry", "expressionism", "expressionist painting of burning tulips under an orange sky"),
        ("angry", "graffiti", "graffiti wall of spiked cactus flowers, spray paint, dripping crimson"),
        ("angry", "infrared photograph", "infrared photograph of a hedge in the wind, scarlet leaves, black sky"),
        ("fear", "etching", "etching of a winding path between bare thorn trees, dense cross-hatching"),
        ("fear", "flash photograph", "flash photograph of pale foxgloves at the edge of a black forest"),
        ("fear", "shadow theatre", "shadow theatre of clawed branches behind a paper moon"),
        ("fear", "mezzotint", "mezzotint of an orchid in a dark room, velvet blacks, one gleam"),
        ("fear", "oil painting", "oil painting of a greenhouse at midnight, broken panes, a lantern far away"),
        ("fear", "silhouettes", "silhouettes of crows over wilted sunflowers, cold green dusk"),
        ("confused", "op art", "op art of roses made of black and white spirals, shifting lines"),
        ("confused", "cubism", "cubist still life of anemones, many viewpoints, ochre and grey"),
        ("confused", "glitch art", "glitch art of a flower market, shifted scan lines, wrong colours"),
        (
            "confused",
            "impossible drawing",
            "pen drawing of an impossible greenhouse, stairs looping through flower pots",
        ),
        ("confused", "double exposure", "double exposure photograph of daisies and street signs, misty overlap"),
        ("confused", "marbled paper", "marbled paper with petals dissolving into waves, teal and rust"),
        ("disgusted", "botanical plate", "old botanical plate of a carrion flower with flies, foxed paper"),
        ("disgusted", "microscope photograph", "microscope photograph of mould on a petal, sickly green, fine hairs"),
        (
            "disgusted",
            "psychedelic poster",
            "psychedelic poster of swollen mushrooms, acid yellow, crawling lettering shapes",
        ),
        ("disgusted", "still life", "baroque still life of rotten fruit and drooping peonies, snails, brown varnish"),
        ("disgusted", "latex sculpture", "latex sculpture of a sticky pitcher plant, wet highlights, low angle"),
        ("disgusted", "comic", "comic panel of slime flooding a flower bed, heavy ink, purple and olive"),
        ("sad", "rain photograph", "photograph of a single tulip through a rainy window, blue evening, soft blur"),
        ("sad", "watercolour", "watercolour of a faded hydrangea, runs of grey and violet, empty ground"),
        ("sad", "silver print", "silver print of fallen petals on a garden bench, November light"),
        ("sad", "oil painting", "dark oil painting of wilted roses beside a candle, deep umber shadows"),
        ("sad", "pixel art", "pixel art of a lonely balcony plant in the rain, sixteen blue colours"),
        ("sad", "felt", "felt picture of a willow over a pond, wool in ash and slate"),
    )
)

SET: Final = ShippedSet(
    slug="examples",
    name="Example prompts",
    description="Six short prompts for each emotion, in pencil, ink, paper, glass, wool and light.",
    lines={
        f"{example.emotion}-{example.style.replace(' ', '-').lower()}": Line(
            template=f"{example.words}, {example.emotion} mood", emotion=example.emotion, title=example.style
        )
        for example in EXAMPLES
    },
)
