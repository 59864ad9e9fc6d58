"""Each emotion in its own manner; the templates of an emotion take turns over the combinations."""

from typing import Final

from generation.prompt_sets.library import ShippedSet
from generation.prompt_sets.library.vocabulary import FAVORITE, PAIRS, WORDS
from generation.prompt_sets.lines import Line

_SLOTS: Final = "[ANIMAL], [WEATHER] [SEASON] [TIME]"

# Emotion, key, title, words, and the favorite where it is not made of the slots.
_TEMPLATES: Final = (
    ("happy", "open-gate", "Open gate of a botanic garden",
     f"botanic garden behind an open gate, ((happy)), flowers taller than the visitors, {_SLOTS}, storybook"),
    ("happy", "meadow-feast", "Feast in a meadow",
     f"wild meadow set for a feast, (happy:1.3), ribbons between fruit trees, {_SLOTS}, gouache, clear colours"),
    ("happy", "morning-border", "Border in full flower",
     f"flower border in full bloom, (joyful nature: 1.4), bees and blossom, {_SLOTS}, impressionism, broken colour"),
    ("calm", "mirror-pond", "Pond like a mirror",
     f"botanic garden round a still pond, ((calm)), water lilies, {_SLOTS}, soft haze, watercolour on rough paper"),
    ("calm", "moss-garden", "Moss and raked gravel",
     f"moss garden with raked gravel, (calm:1.3), one stone lantern, {_SLOTS}, muted greens, woodblock print"),
    ("calm", "lavender-hills", "Hills of lavender",
     f"lavender rows over gentle hills, (quiet nature: 1.4), {_SLOTS}, wide sky, pastel illustration"),
    ("fear", "overgrown-gate", "Overgrown gate",
     f"abandoned botanic garden, ((fear)), iron gate under thorns, {_SLOTS}, one pale lamp, charcoal drawing"),
    ("fear", "roots-at-night", "Roots that reach",
     f"roots reaching over a narrow path, (fear:1.3), eyes between leaves, {_SLOTS}, cold mist, etching"),
    ("fear", "greenhouse-storm", "Greenhouse before the storm",
     f"greenhouse with broken panes, (threatening nature: 1.4), bent orchids, {_SLOTS}, gothic illustration"),
    ("surprised", "floating-island", "Garden in the air",
     f"garden on a floating island, ((surprised)), flowers that open like doors, {_SLOTS}, surrealism"),
    ("surprised", "ornament", "Ornament of flowers",
     f"curling stems and wide petals as an ornament, (surprised:1.3), {_SLOTS}, art nouveau poster, gold outlines"),
    ("surprised", "empty-square", "Bloom in an empty square",
     f"one huge bloom in an empty square, (surprised: 1.5), long shadows, arcades, {_SLOTS}, metaphysical painting"),
    ("surprised", "fireworks", "Fireworks of petals",
     f"[flower buds: fireworks of petals: 0.4], ((surprised)), reflections in a canal, {_SLOTS}, glowing colours"),
    ("sad", "last-light", "Last light on wilted roses",
     f"wilted roses in a dim room, (sad:1.3), one window, {_SLOTS}, baroque chiaroscuro, thick brushstrokes"),
    ("sad", "blue-garden", "Garden in blue and grey",
     f"drooping willows over dark water, ((sad)), blue and grey, {_SLOTS}, post-impressionism, rain on petals"),
    ("confused", "tilted-village", "Flowers over a tilted village",
     f"flowers floating over a tilted village, ((confused)), melting clocks in the beds, {_SLOTS}, pop art"),
    ("confused", "spiral-hedges", "Hedges in a spiral",
     f"hedge maze that winds into a spiral, (confused: 2.0), stairs that lead nowhere, {_SLOTS}, op art"),
    ("angry", "burning-sky", "Burning sky over thistles",
     f"thistles under a burning sky, ((angry)), red, yellow and orange waves, {_SLOTS}, expressionism"),
    ("angry", "tornado", "Tornado in the orchard",
     f"tornado tearing through an orchard, (angry:1.5), thunder and torn petals, {_SLOTS}, violent brushwork"),
    ("angry", "red-poppies", "Poppies like flames",
     "field of poppies like flames, ((angry)), sunny spring day, hard light, cracked red earth, palette knife",
     "spring,sunny,day"),
    ("disgusted", "swarming-bed", "Bed full of beetles",
     f"rotting flower bed full of beetles, ((disgusted)), sickly yellow and green, {_SLOTS}, low angle, macro detail"),
    ("disgusted", "dizzy-greenhouse", "Dizzy greenhouse",
     f"swaying greenhouse, (disgusted:1.4), slimy leaves, dizziness, {_SLOTS}, low angle, angular expressionism"),
    ("disgusted", "acid-fungus", "Fungus in acid colours",
     f"fungus in acid colours swallowing lilies, (disgusted: 1.5), {_SLOTS}, psychedelic poster, abstract shapes"),
)  # fmt: skip

SET: Final = ShippedSet(
    slug="moods",
    name="Eight moods",
    description="Two to four manners of painting for each emotion, from botanic gardens to tornadoes; "
    "they take turns over animal × weather × season × time.",
    variables=WORDS,
    negative="text, watermark, signature, frame",
    takes_turns=True,
    lines={
        key: Line(template=words, emotion=emotion, favorite=(*more, FAVORITE)[0], title=title, pairs=PAIRS)
        for emotion, key, title, words, *more in _TEMPLATES
    },
)
