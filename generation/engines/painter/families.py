"""Families: the hand-picked colours of each emotion, one line a palette."""

from __future__ import annotations

# In each line: the sky from top to horizon, glow, far, ground, deep, leaf dark and light;
# then three petals, each from base to tip; then the heart.
FAMILIES: dict[str, str] = {
    "happy": """
7fb8e6 bfe0ee fdeec4 fff3b8 a8c79a 7fae4e 2f5426 3f7a33 a9cf56 f09a00 ffe05a f2542d ff8a4c ffeec8 ffffff 6b3d12
5aa7e0 a9d8f0 eaf6e2 fff8d0 8fbf9a 6fa64a 264d22 3b7a35 9ccb57 c9100f ff5a36 f4ecd2 ffffff f0a81f ffe777 3a2a1a
f6b78e fcd3a4 fff0c8 ffe9a0 c9bd8a a3b05a 4c5a26 5f8a3c c3d36a f2604f ffc1a0 f7b52a fff0a0 f57ba6 ffe0ea 8a4a1a
9fd0f0 d6e9f5 fff3ec fff6dc b3d1b0 8cbf6a 35612f 4a8f48 b5db78 e8559a ffc3dc fbe6ee ffffff f7b92a fff2a8 c98a12
f9c45a fde09a fff5d0 fff0b0 d6b860 9aa53d 4a4a1a 5b7d2a b9c74f ef4f0a ffb02e d9264d ff86a0 f7c72a fff6b8 5a2a10
86c8d8 c8e8dc fff6d8 fff0c0 98c8a0 78b068 24543c 2f7f55 9fd880 ff5f4a ffb48a ffc21a fff09a f8e8f0 ffffff 7a4a14
""",
    "surprised": """
141a4a 2a2f7e 5c3f9a ffd27a 3a3f8a 232a5e 0d1030 1f4a5a 4fa58a f0257a ffb3d6 ffb92a fff6b8 2fb8f0 d8f8ff fff0b0
2ec4c6 8fe3dc fdf1dc fffbe0 7accc0 3fa39a 0f4a50 1f7a6a 8fd08a f5434f ffb199 ffbd45 fff2c2 f6e4d8 ffffff ff8c1a
6a3fbf b07be0 ffd6ec fff0f8 9a7ad0 6a4fa8 2a1a5a 3a6a6a 9fd0a8 f53a95 ffc2e2 ffcf30 fff8c0 58ccf5 e8fbff ffb000
f58048 ffbe7c fff0cc ffffe0 e8a878 b87a5a 5a2a2a 4a6a3a b0c060 6a22c0 d6a8ff f0205a ffb0c0 fbe2b8 ffffff ffd040
ffe36a fff2b0 fffbe8 ffffff e0d890 b0c060 4a5a2a 4a8a4a b0d870 f03a3f ffb0a0 2f78f0 bfe0ff b02fc4 f0b8ff f59a10
1d0f3a 55206a c0488a ffcf9a 5a2a70 3a1a50 120826 2a4a58 70b0a0 ff7a2a ffd890 ff4f9a ffd0e8 8ae0d0 f0fff8 ffe9a0
""",
    "calm": """
a9c6c9 cfe0dc f2efe2 fff6e0 a8c0b8 8fae9f 3d5a55 5a8070 a9c8a0 b893c8 efe0f5 f0d8d8 ffffff 8fa6d6 e0e8fa f0d890
b5b8e0 d9d3ee faeef0 fff0e4 a9a8d0 8f9ac0 4a4a78 6a8a80 b5cfa8 6c54b4 b9a5ea 9a7cce dccbf5 dccbee ffffff f2d47a
5fa3a8 a3ccc6 e8efdc fff8dc 7fb0a8 4f8f8a 1f4a50 3f7a6a 9cc490 ea9fb8 fff0f4 f2e8d8 ffffff f0c98a fff4da f5c84a
9cbcdc c9d9ea fbe9e0 ffe9d0 aebfd2 93a9bd 44597a 62857c afc9a8 7c98d8 d5e0fa f5bcc6 fff2f2 e6e6f2 ffffff f0d080
d8c3b0 ecdcc6 faf2dc fff2cc bdb89a 9aa88a 4a5a4a 6a8a68 b8c894 e8b090 fff0e0 b89cc4 f0e4f4 f2e6d2 fffdf6 d8a850
2f5a78 5f8fa5 b8cfcf f6e6c8 5a8898 3f6f80 16354a 2f6068 7fae98 ccb8e6 ffffff eea0b6 ffe9ee a0c2ea f2faff f4d68a
""",
    "angry": """
1a0608 4a0d10 8f1f14 ff6a2a 3a0c0e 240809 0a0204 2a1a10 5a4a20 7a030c e8201a b0120c ff5a2a 4a0210 b0101f 1a0404
2a0d08 7a2410 d9551a ffb03a 5a1c10 38120a 120503 33210f 6a5a20 a80c0a ff4a1a e84408 ffb02a 5a0610 d0202a 200606
1c1024 4a1838 8f2440 ff5a5a 3a1630 24101f 0c060f 23241f 4f5a3a 8a0626 f0305a 5a062c d0307a c02a10 ff8a4a 1a0412
1f2228 4a464c 8a5f58 ff8a5a 3c4148 2a2c30 0e0f12 2a3328 5c6a48 980810 f52a20 6a040c d81f20 d43a10 ff944a 120406
5a0808 a8180e e8502a ffcf6a 7a1410 4a0c0c 1a0404 2f1a0c 7a5a20 2a0106 a00c18 d0100a ff6a3a f09a10 ffe080 100202
24100e 6a2a1c b85a30 ffb060 4f2c22 301a16 0e0706 2c2a18 6f6a3a 9c0a1c f8404a 780a08 e03a18 e06a10 ffc04a 1c0808
""",
    "fear": """
060b1c 10203f 2a4262 b8d4f0 16284a 0c1830 04060f 12262a 3a5a58 8fa2cc eef4ff 7680b4 d8dcf5 b4caca fafff8 d8e0a8
051417 0d2d33 2b565a c0e8dc 143a40 0b2226 03090b 0f2a24 3f6a58 84b4aa effff8 a8b2c8 f8faff 7096a8 d8ecf4 e8e8b0
0d0718 22143f 463a6a d6c8f0 241a44 150e2a 07040e 1a2030 464a68 9a88cc f2eaff c0a2ca fff0fa 7474bc d0d4fa e8d8b0
1a2222 3a4646 76827c e0e8d8 36423f 232c2a 0a0f0e 1c2a22 4f6450 b4baac ffffff 94a2a8 e8f0f0 c8b4b4 fff4f0 d8d0a0
0a0d16 1c2233 4a4c58 f2e2b0 232838 141824 05060b 18221c 465040 c8ba98 fffaea 9494a8 ecebf5 a4ae92 f4f8e0 e8c878
081018 143048 3a6a7c a8f0e8 1a3c50 0d2434 030810 0e2c30 347060 70b8d0 e8fcff a890d8 f0e8ff 90c8b0 f0fff4 f0f0c0
""",
    "confused": """
bfe8dc f5d6ea d8c8f5 fff6d0 a8d0d8 d0a8d0 5a4a78 5a9a90 b8e0b0 f97aab ffe0ee fbbd58 fff4d0 6ab8ea e0f6ff f08a5a
ffd2b8 9ad8d4 f8eec0 fffbe8 d0b8a8 78b0b0 3a5060 3f8a88 b0d8a0 8462d8 e0d4ff f97468 ffd8d0 34b0a8 d0f4f0 ffd04a
c8b0c8 e8c8b0 a8c8c0 fff0e0 b0a0b8 a8988a 4a3f58 5a8078 b8c890 dc4e74 ffc8d4 e09e30 ffecb8 4e72cc ccdaf8 8a3a6a
f5f0a8 d8c0f0 ffc8d8 ffffff c8c8a8 b0a0c8 54407a 6a9a5a c8dc88 6844c6 d4c4fa f9663f ffd4c4 28a0b2 c8f0f4 f0a020
3a3a78 8a5aa0 f0a8a0 ffe8b8 6a5a98 5a4080 1f1a48 2f7078 90c8a0 f99a2a fff0c0 ea3f90 ffd0e8 40c0c0 e0fcf8 ff7a4a
e8a0a8 a0b8e0 e0e8b0 fff4e0 b89ab0 7c94b8 38405e 4c8478 b0d098 4a60c8 c8d4ff f09030 ffe6b8 e05a98 ffd4e4 fff0a0
""",
    "disgusted": """
4a5a1a 9aaa2a dfe27a f4ff9a 6a7a2a 4a4a2a 1a1a14 3a5a1a b0c83a 571458 b85ab0 a4b41a eaf58a 7a2a3c d88a80 2a0f2a
2a3320 5a6a3a a8a860 dce8a0 48583a 343a24 10140c 2f4a20 94ac3f 781c4a d87aa8 b8962a f0e08a 4a1c5a a878c0 1f2a0a
8a7a20 c8b440 efe4a0 fffbb8 a08a3a 6a5a2a 2a2014 4f5a1f b4b840 4a0c3a a84a8a 869c1c dcec7a 98381a e89a60 2a0a20
2f2038 5a4058 9a8a60 e0ec88 4a384a 34263a 120a18 3a4a20 a0b440 8c2a78 e890d0 aab81e f2f890 58581c b8b860 1a0a1f
98a84a c4cc6a e8e4a0 f8ffb8 98a060 8a9460 34401f 5a7a2a bcd050 8a2a6a e0a0c8 c09e20 f4e890 583878 b8a0d8 4a1a3a
1c2a26 3a5a48 90b070 e8ffa0 2f4a40 22352c 0a1410 245038 86c050 a02c60 f090b0 c8c020 f8f8a0 502a80 b090e0 2a0a24
""",
    "sad": """
5a6e82 8fa0ae c4ccd0 e4e8e8 74889a 5c6e7c 222f3c 3a5450 7a9484 5666b4 b4c0ec 7688ac d0dcec 9a789a dccadc c8c0a0
3a4656 64748a a4aebc d4dce4 505f72 3f4c5c 161d28 2f4544 66807a 484fa4 a8b0e4 a08ea8 e4dce8 667892 c0ccd8 b8b098
7a7480 a8a0a8 d4cac8 efe4dc 8f8790 726c72 2e2a34 4a5a50 8a9a84 984a5c dca8b0 b8968e ecdcd4 6a588a bcb0d4 8a7050
3f5f66 75949a b4c8c8 dce8e4 5a7a80 486468 182a30 2c4c48 6c9088 667ebc c8d8f4 c0b0c4 f4eef4 46689a a8c4e0 c0c8a8
2c3050 545a80 9a98b0 d8d0d8 484c70 363a58 14162a 283a48 5c7478 766cba c8c4f0 5666a2 b0bce0 a886a8 e4d0e4 c8b8a0
8a96a0 b4bcc0 dcdcd8 f0ece4 9ca6ac 7f8a90 36404a 50665c 90a494 6a5aa8 b8b0e0 8c4f68 d0a0b4 8098b8 d4e0ec b8a888
""",
}
