"""What is learnt tells nothing of what is to be foretold, and what is known is not asked again."""

import numpy as np

from recommendations.evaluation import parts
from recommendations.features import Picture, Visit
from recommendations.history import Events, History


def events(rows: list[tuple[int, int, float]], position: int = -1) -> Events:
    visits, pictures, times = (np.array(column) for column in zip(*rows, strict=True))
    return Events(visits, pictures, np.full(visits.size, position), times.astype(float))


def known(position: int = -1) -> History:
    """Visitor a with two visits, visitor b with one; a like of a every 100 seconds, and what was shown ten before."""
    likes = [(place % 2, place, 100.0 * place) for place in range(10)] + [(2, place, 500.0) for place in (3, 1, 2)]
    shown = [(place % 2, place, 100.0 * place - 10) for place in range(10)]
    passed_over = [(0, 9, 50.0), (0, 11, 189.5), (2, 11, 9000.0), (2, 11, 100.0)]
    return History(
        tuple(Visit(*both) for both in (("a", "happy"), ("a", "sad"), ("b", "happy"))),
        tuple(Picture(str(place), "sad" if place % 2 else "happy", "", "") for place in range(12)),
        events(likes, position),
        events(shown + passed_over),
    )


def test_in_time_the_visitor_is_cut_not_the_visit() -> None:
    cut = parts.cut(known(), how=parts.TEMPORAL, seed=0)
    foretold = cut.known.likes.only(cut.split.test)
    assert foretold.pictures.tolist() == [9, 2]
    assert cut.known.likes.only(cut.split.valid).pictures.tolist() == [8]
    assert len(cut.learnt.likes) == 10


def test_in_time_nothing_is_learnt_of_the_slate_in_which_a_like_that_is_kept_back_was_given() -> None:
    """Its impressions come before the like: alone they would say that the picture was passed over."""
    for position, latest in ((-1, 790), (0, 690)):
        shown = parts.cut(known(position), how=parts.TEMPORAL, seed=0).learnt.shown
        assert shown.only(shown.visits < 2).times.max() == latest
        assert shown.only(shown.visits == 2).times.tolist() == [100]


def test_what_was_passed_over_earlier_stays_even_if_it_was_liked_later() -> None:
    for how in (parts.TEMPORAL, parts.RANDOM):
        shown = parts.cut(known(position=0), how=how, seed=0).learnt.shown
        assert 50.0 in shown.times[(shown.pictures == 9)].tolist()


def test_at_random_a_slate_goes_whole_and_the_others_stay() -> None:
    cut = parts.cut(known(position=0), how=parts.RANDOM, seed=0)
    back = cut.known.likes.only(~cut.split.train)
    gone = {100.0 * picture - 10 for picture in back.only(back.visits < 2).pictures.tolist()}
    left = set(cut.learnt.shown.times.tolist())
    assert gone and not gone & left
    assert (189.5 in left) == (190.0 not in gone)
    assert len(left) == 14 - len(gone) - (190.0 in gone)


def test_a_picture_liked_in_one_visit_is_known_in_all() -> None:
    cut = parts.cut(known(), how=parts.TEMPORAL, seed=0)
    question = cut.question(within=True)
    assert question.visits().tolist() == [1, 2]
    offered, wanted = question.marks(np.array([1, 2]))
    # Visit 1 is sad: of the sad pictures all but 9 and 11 were liked, in either visit.
    assert np.flatnonzero(offered[0]).tolist() == [9, 11]
    assert np.flatnonzero(wanted[0]).tolist() == [9]
    # Visit 2 is happy and liked 3 and 1.
    assert np.flatnonzero(offered[1]).tolist() == [0, 2, 4, 6, 8, 10]


def test_a_like_told_twice_is_one_like() -> None:
    twice = known()
    more = events([(1, 0, 99.0)])
    likes = Events(
        *(
            np.concatenate([getattr(twice.likes, name), getattr(more, name)])
            for name in ("visits", "pictures", "positions", "times")
        )
    )
    cut = parts.cut(History(twice.visits, twice.pictures, likes, twice.shown), how=parts.TEMPORAL, seed=0)
    assert cut.known.likes.only(cut.split.test).pictures.tolist() == [9, 2]
    assert cut.split.train[-1]
