"""What unmodified clients of the original rely on, and what they may not do here, each with the tests that hold it.

A test is named as <file>::<function>; `test_points.py` looks whether it is there.
"""

from typing import Final

API: Final = "tests/emotion_garden/original_api/"
PAGES: Final = "tests/browser/original/"

# How the original's clients behave, as read in their code and seen by driving them.
CLIENTS: Final[dict[str, list[str]]] = {
    "addresses are plain: the folder once, no query, side and .jpeg at the end; the key is cut out of them": [
        "test_gardens.py::test_addresses_can_be_taken_apart",
        "test_gardens.py::test_addresses_of_the_pool_can_be_taken_apart_too",
        "test_likes.py::test_any_favorite_can_be_liked_shown_and_told_of_by_the_address_that_we_gave",
        "test_bytes.py::test_both_gardens_are_two_lists_of_addresses",
    ],
    "a picture that is not there is a 403, at which pages ask for its removal several times over": [
        "test_pictures.py::test_whatever_is_not_served_is_the_same_403",
        "test_removing.py::test_a_burst_of_remove_pool_is_one_decision_and_spares_what_is_served",
        "test_staff_pages.py::test_the_preview_page_shows_the_pool_removes_and_heals_itself",
        "test_staff_pages.py::test_the_viewer_page_shows_what_is_served_and_takes_it_down",
    ],
    "keys to remove come as a list or as a text of one, to un-index as a text, and those of the pool to both": [
        "test_removing.py::test_remove_takes_both_kinds_down_and_it_can_be_undone",
        "test_removing.py::test_clear_index_takes_down_what_is_served_and_never_what_waits",
        "test_staff.py::test_each_route_is_for_its_role",
        "test_staff_pages.py::test_what_the_bulk_page_orders_comes_to_its_names_and_goes_again",
    ],
    "bodies are parsed as they come, once, and those of /text2image twice": [
        "test_bytes.py::test_a_face_is_one_line_in_the_documented_order",
        "test_bytes.py::test_both_gardens_are_two_lists_of_addresses",
        "test_bytes.py::test_the_pool_is_listed_alike",
        "test_bytes.py::test_a_like_is_one_word",
        "test_bytes.py::test_an_order_is_its_own_echo",
        "test_bytes.py::test_what_is_put_away_answers_nothing_at_all",
        "test_bytes.py::test_a_wall_is_hung_with_the_originals_own_spelling",
        "test_bytes.py::test_a_picture_of_a_text_comes_in_an_envelope_and_below_dev_also_without",
    ],
    "a like names keys or whole addresses, beside it one to many, and the same picture again": [
        "test_likes.py::test_a_like_counts_with_its_impressions",
        "test_likes.py::test_the_second_like_is_still_a_success_and_counts_once",
        "test_likes.py::test_a_window_slid_over_the_whole_garden_is_liked_with_an_id_for_each",
    ],
    "no page sends a token; the session's cookie goes along by itself": [
        "test_door.py::test_our_own_pages_need_no_token",
        "test_staff.py::test_each_route_is_for_its_role",
        "test_staff_pages.py::test_staff_pages_without_a_session_are_told_so",
    ],
    "whatever /emotion answers but 200 is shown as No Face": [
        "test_emotion.py::test_an_empty_wall_and_a_transparent_picture_have_no_face",
        "test_emotion.py::test_what_is_no_photo_is_refused_in_a_sentence",
        "test_visitors_pages.py::test_the_emotion_page_sees_no_face_before_the_camera_is_on",
    ],
    "ordered pictures appear at exactly their names; until then the page shows broken ones": [
        "test_bulk.py::test_the_pictures_come_at_the_names_that_were_chosen",
        "test_staff_pages.py::test_what_the_bulk_page_orders_comes_to_its_names_and_goes_again",
    ],
    "stamps are digits, a hyphen and digits, of any length": ["test_bulk.py::test_stamps_of_every_length_are_names"],
    "three pictures on a page; no request takes a like back": [
        "test_visitors_pages.py::test_the_garden_page_walks_by_threes_and_begins_again",
        "test_likes.py::test_no_request_takes_a_like_back",
    ],
    "pages show fewer than they order or list: more than they can show is no error": [
        "test_bulk.py::test_more_than_the_page_can_show_is_ordered_all_the_same"
    ],
    "gardens ask for emotion and favorite, viewers for the emotion: both sides are filled from what there is": [
        "test_gardens.py::test_a_favorite_answers_exactly_its_own",
        "test_gardens.py::test_recommended_are_first_the_favorites_and_then_no_other_emotions",
        "test_gardens.py::test_a_favorite_without_pictures_answers_the_emotions",
        "test_gardens.py::test_one_side_without_a_favorite_is_filled_from_the_emotion",
        "test_gardens.py::test_a_plain_emotion_answers_its_pictures_and_nobody_elses",
    ],
    "keys come back percent-encoded, as the address had them": [
        "test_removing.py::test_remove_takes_both_kinds_down_and_it_can_be_undone",
        "test_likes.py::test_any_favorite_can_be_liked_shown_and_told_of_by_the_address_that_we_gave",
    ],
    "empty keys are sent, alone and among real ones; the root is never a 403": [
        "test_removing.py::test_empty_lists_are_fine",
        "test_removing.py::test_a_burst_of_remove_pool_is_one_decision_and_spares_what_is_served",
        "test_pictures.py::test_the_old_root_is_no_403",
    ],
    "one click may ask a dozen times at once": [
        "test_bursts.py::test_a_click_that_purges_a_dozen_times_at_once_is_one_decision"
    ],
    "a 403 is kept by no cache, and pictures are not kept long": [
        "test_pictures.py::test_whatever_is_not_served_is_the_same_403",
        "test_pictures.py::test_a_served_picture_is_its_own_bytes_and_is_asked_for_each_time",
        "test_pictures.py::test_curators_see_the_pool_and_no_cache_keeps_it",
        "test_pictures.py::test_walls_keep_no_picture_long",
    ],
    "stamps come again on another day: no error of ours, and what is served stays as it is": [
        "test_bulk.py::test_a_served_picture_outlives_the_day_on_which_its_name_comes_again",
        "test_bulk.py::test_a_name_that_a_picture_has_is_refused_and_the_picture_stays",
    ],
    "walls go blank at a 403, and add the time to an address without a question mark": [
        "test_pictures.py::test_a_wall_shows_what_was_chosen",
        "test_pictures.py::test_a_wall_never_goes_blank_while_anything_hangs",
        "test_staff_pages.py::test_the_flower_viewer_shows_what_the_tablet_hung_last",
    ],
    "the same column may be liked again after a new photo, and two presses at once show everything twice": [
        "test_likes.py::test_no_request_takes_a_like_back",
        "test_likes.py::test_a_list_that_was_loaded_twice_shows_each_picture_once",
        "test_emotion.py::test_two_presses_are_one_visitor_with_the_same_id",
        "test_visitors_pages.py::test_pressed_twice_at_once_a_page_shows_everything_twice_and_still_likes",
    ],
    "a picture of a text is asked for once, ready or not": [
        "test_text2image.py::test_the_address_becomes_the_picture",
        "test_staff_pages.py::test_an_address_of_text2image_becomes_the_picture_of_its_own_accord",
    ],
    "before the camera is on the photo is transparent": [
        "test_emotion.py::test_an_empty_wall_and_a_transparent_picture_have_no_face",
        "test_visitors_pages.py::test_the_emotion_page_sees_no_face_before_the_camera_is_on",
    ],
    "POST /garden is answered where it is asked": ["test_door.py::test_a_post_is_never_led_on_to_a_page"],
}

# What the original allowed to everybody, or did to anything, and ours does not.
SAFETY: Final[dict[str, list[str]]] = {
    "staff routes need a session or a key, with the permission": [
        "test_staff.py::test_each_route_is_for_its_role",
        "test_staff.py::test_permissions_alone_make_no_staff",
        "test_staff.py::test_a_key_needs_the_scope",
        "test_staff.py::test_a_key_with_the_scope_may_from_anywhere",
        "test_staff_pages.py::test_staff_pages_without_a_session_are_told_so",
    ],
    "without a token, Origin and Sec-Fetch-Site are looked at": [
        "test_door.py::test_other_sites_are_refused",
        "test_staff.py::test_a_session_is_no_use_to_another_site",
        "test_text2image.py::test_a_link_on_another_site_orders_nothing",
    ],
    "keys that clients choose stay in the pool": ["test_bulk.py::test_names_stay_in_the_pool"],
    "the same order again is the same, another one for its name is a 409, and nothing is overwritten": [
        "test_bulk.py::test_the_same_again_is_the_same_order_and_another_is_refused",
        "test_bulk.py::test_a_name_that_a_picture_has_is_refused_and_the_picture_stays",
        "test_bulk.py::test_a_picture_that_came_to_the_name_meanwhile_stays",
        "test_bursts.py::test_the_same_order_sent_at_once_is_one_order",
        "test_bursts.py::test_of_other_prompts_for_one_name_sent_at_once_one_wins_and_the_others_are_told",
    ],
    "our own names are UTC to the millisecond and the ordinal, and meet no others": [
        "test_bulk.py::test_names_of_our_own_orders_meet_no_others"
    ],
    "an id that a client chose holds within its own session alone": [
        "test_emotion.py::test_an_id_that_the_client_chose_comes_back_and_means_nobody_else",
        "test_emotion.py::test_an_id_that_the_client_chose_is_its_own_sessions_and_no_ones_else",
        "test_likes.py::test_nobody_likes_in_another_ones_name",
    ],
    "what is removed is put aside, and comes back": [
        "test_removing.py::test_whatever_goes_keeps_its_file_and_is_brought_back_by_one_undo"
    ],
    "nothing can be fetched that is not served, and one refusal hides why": [
        "test_pictures.py::test_whatever_is_not_served_is_the_same_403",
        "test_pictures.py::test_no_other_address_leads_to_a_file",
        "test_emotion.py::test_nothing_of_a_photo_can_be_fetched",
        "test_text2image.py::test_only_who_ordered_it_and_curators_of_orders_see_it",
        "test_text2image.py::test_another_one_who_may_order_does_not_see_it_and_who_judges_the_pool_too_does",
    ],
    "a face has always one of the eight; ages and generation are a guess where nothing is known, and teach nothing": [
        "test_emotion.py::test_each_of_the_eight_is_named_in_capitals",
        "test_emotion.py::test_an_unsure_face_is_named_all_the_same",
        "test_emotion.py::test_what_nobody_knows_is_any_age_and_an_adult",
        "test_emotion.py::test_what_was_guessed_for_want_of_knowledge_teaches_nothing",
    ],
    "/garden heeds the emotion, ranks for the visitor, and answers from the first one on": [
        "test_gardens.py::test_a_plain_emotion_answers_its_pictures_and_nobody_elses",
        "test_gardens.py::test_a_like_brings_the_likes_of_it_forward_for_this_visitor_alone",
        "test_gardens.py::test_the_recommended_garden_always_answers",
        "test_visitors_pages.py::test_the_recommending_page_has_pictures_from_the_first_visitor_on",
    ],
    "/text2image answers within a set time, and few wait for it at once": [
        "test_staff_pages.py::test_an_address_of_text2image_becomes_the_picture_of_its_own_accord",
        "test_text2image.py::test_where_no_more_may_wait_the_address_comes_at_once_and_becomes_the_picture",
        "test_text2image.py::test_who_waits_gives_the_place_back",
    ],
    "the older API's forms": [
        "test_text2image.py::test_text_alone_is_768_by_512_and_below_dev_the_older_form",
        "test_text2image.py::test_the_older_apis_page_shows_the_prompt_and_runs_nothing",
        "test_staff_pages.py::test_the_older_api_gets_one_address_and_browsers_its_page",
    ],
    "a setting switches the routes off": ["test_door.py::test_switched_off_they_are_not_there"],
}
