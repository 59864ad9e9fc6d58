"""What a picture's caption says to a visitor: the prompt without the words that only steer a model's style."""

from typing import Final

# As they stand between two commas, in lower case.
STEERING: Final = frozenset(
    {
        "4k", "8k", "8k uhd", "award winning", "award-winning", "best quality", "cinematic lighting", "concept art",
        "digital art", "digital painting", "dramatic lighting", "hd", "high detail", "high quality", "high resolution",
        "highly detailed", "hyper detailed", "hyperrealistic", "intricate", "intricate details", "masterpiece",
        "octane render", "photorealistic", "sharp focus", "studio lighting", "trending on artstation",
        "trending on art station", "ultra detailed", "ultra realistic", "ultra-detailed", "uhd", "unreal engine",
        "unreal engine 5", "very detailed", "volumetric lighting",
    }
)  # fmt: skip


def plain(caption: str) -> str:
    parts = (part.strip() for part in caption.split(","))
    return ", ".join(part for part in parts if part and part.lower().strip(" .") not in STEERING)
