"""Callers who would rather be called back (A2.33)."""

from .teller import tell


def test_who_asks_to_be_called_back_keeps_the_place_in_the_queue() -> None:
    tell("""
        group fixed_order, A0, queue, callback at 20
        agent A0, wrap-up 10
        calls pick 0, talk 100, patience 60
         10  arrive C0                        -> ring C0 [A0]; answer C0 A0
         20  arrive C1                        -> nothing
         40  nothing                          -> callback C1
         95  arrive C2                        -> nothing
        110  nothing                          -> outcome C0 answered_live
        115  nothing                          -> callback C2     (patience of C1 is over, but it is not on the line)
        120  nothing                          -> ring C1 [A0]; takes C1 [A0]; dial C1 A0
        128  nothing                          -> connect C1 A0
        228  nothing                          -> outcome C1 callback_reached
        238  nothing                          -> ring C2 [A0]; takes C2 [A0]; dial C2 A0
    """)


def test_an_older_callback_comes_before_a_caller_who_came_later() -> None:
    tell("""
        group fixed_order, A0, queue, callback at 20
        calls pick 0, talk 100
         10  arrive C0                        -> ring C0 [A0]; answer C0 A0
         20  arrive C1                        -> nothing
         40  nothing                          -> callback C1
        105  arrive C2                        -> nothing
        110  nothing                          -> outcome C0 answered_live; ring C1 [A0]; takes C1 [A0]; dial C1 A0
        118  nothing                          -> connect C1 A0
    """)


def test_the_customer_who_does_not_answer_is_tried_again_and_at_last_given_up() -> None:
    tell("""
        group fixed_order, A0, queue, callback at 20 unanswered retries 1 again 50
        calls pick 0, talk 30
         10  arrive C0                        -> ring C0 [A0]; answer C0 A0
         15  arrive C1                        -> nothing
         35  nothing                          -> callback C1
         40  nothing                          -> outcome C0 answered_live; ring C1 [A0]; takes C1 [A0]; dial C1 A0
         65  nothing                          -> no_connect C1 A0
         70  arrive C2                        -> ring C2 [A0]; answer C2 A0
        100  nothing                          -> outcome C2 answered_live
        115  nothing                          -> ring C1 [A0]; takes C1 [A0]; dial C1 A0
        140  nothing                          -> no_connect C1 A0; outcome C1 callback_unreached busy
        145  arrive C3                        -> ring C3 [A0]; answer C3 A0
    """)


def test_contact_first_dials_the_customer_who_then_waits_first_in_line() -> None:
    tell("""
        group fixed_order, A0, queue, callback at 20 contact first
        calls pick 0, talk 30
         10  arrive C0                        -> ring C0 [A0]; answer C0 A0
         15  arrive C1, talk 60               -> nothing
         35  nothing                          -> callback C1
         40  nothing                          -> outcome C0 answered_live; dial C1
         42  arrive C2                        -> ring C2 [A0]; answer C2 A0  (nobody was held for C1)
         45  arrive C3                        -> nothing
         48  nothing                          -> no_connect C1; on_line C1
         65  nothing                          -> callback C3
         72  nothing                          -> outcome C2 answered_live; ring C1 [A0]; answer C1 A0
        132  nothing                          -> outcome C1 callback_reached; dial C3
    """)


def test_a_customer_called_first_who_waits_again_may_hang_up() -> None:
    tell("""
        group fixed_order, A0, queue, callback at 20 contact first
        calls pick 0, talk 30, patience 25
         10  arrive C0                        -> ring C0 [A0]; answer C0 A0
         15  arrive C1                        -> nothing
         35  nothing                          -> callback C1
         40  nothing                          -> outcome C0 answered_live; dial C1
         42  arrive C2, talk 90               -> ring C2 [A0]; answer C2 A0
         48  nothing                          -> no_connect C1; on_line C1
         73  nothing                          -> outcome C1 abandoned_queue busy
    """)


def test_C43_an_agent_who_pauses_between_taking_it_and_the_dial_leaves_it_to_the_next() -> None:
    tell("""
        group fixed_order, A0 A1, queue, callback at 20
        calls pick 0, talk 100
         10  arrive C0                        -> ring C0 [A0]; answer C0 A0
         10  arrive C1                        -> ring C1 [A1]; answer C1 A1
         20  arrive C2, pick 5                -> nothing
         40  nothing                          -> callback C2
        110  nothing                          -> outcome C0 answered_live; outcome C1 answered_live; ring C2 [A0]
        112  pause A0                         -> cancelled C2 [A0]; ring C2 [A1]
        117  nothing                          -> takes C2 [A1]; dial C2 A1
        125  nothing                          -> connect C2 A1
    """)


def test_C43_a_customer_who_calls_in_while_a_callback_is_pending_needs_none_any_more() -> None:
    tell("""
        customers K0 of nobody, K1 of nobody
        group fixed_order, A0, queue, callback at 20
        calls pick 0, talk 100
         10  arrive C0                        -> ring C0 [A0]; answer C0 A0
         20  arrive C1, by K1                 -> nothing
         40  nothing                          -> callback C1
         50  arrive C2, by K0                 -> nothing
         60  arrive C3, by K1                 -> outcome C1 callback_superseded busy
         70  nothing                          -> callback C2
         80  nothing                          -> callback C3
        110  nothing                          -> outcome C0 answered_live; ring C2 [A0]; takes C2 [A0]; dial C2 A0
        115  arrive C4, by K0                 -> nothing     (who is being dialled is not on hold)
        118  nothing                          -> connect C2 A0
        135  nothing                          -> callback C4
    """)
    tell("""
        customers K0 of nobody, K1 of nobody
        group fixed_order, A0, queue, callback at 20 kept
        calls pick 0, talk 100
         10  arrive C0                        -> ring C0 [A0]; answer C0 A0
         20  arrive C1, by K1                 -> nothing
         40  nothing                          -> callback C1
         60  arrive C3, by K1                 -> nothing
         80  nothing                          -> callback C3
    """)


def test_C43_nobody_is_called_back_while_it_is_closed() -> None:
    tell("""
        group fixed_order, A0, queue, callback at 20
        open 0-50 200-300
        calls pick 0, talk 100
         10  arrive C0                        -> ring C0 [A0]; answer C0 A0
         20  arrive C1                        -> nothing
         40  nothing                          -> callback C1
        110  nothing                          -> outcome C0 answered_live
        200  nothing                          -> ring C1 [A0]; takes C1 [A0]; dial C1 A0
        208  nothing                          -> connect C1 A0
    """)


def test_a_callback_waits_for_a_shift_however_long() -> None:
    tell("""
        group fixed_order, A0, queue, hold 30, callback at 20
        agent A0, shift 0-50 500-900
        calls pick 0, talk 20
         10  arrive C0, talk 60               -> ring C0 [A0]; answer C0 A0
         20  arrive C1                        -> nothing
         40  nothing                          -> callback C1
         70  nothing                          -> outcome C0 answered_live
        500  nothing                          -> ring C1 [A0]; takes C1 [A0]; dial C1 A0
        508  nothing                          -> connect C1 A0
        528  nothing                          -> outcome C1 callback_reached
    """)
