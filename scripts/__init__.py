"""Programs for those who keep this repository; the product needs none of them."""
