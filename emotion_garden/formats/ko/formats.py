"""Dates in Korean: 오전 stands before the hour. Django puts it after, as English does."""

DATETIME_FORMAT = "Y년 n월 j일 A g:i"
