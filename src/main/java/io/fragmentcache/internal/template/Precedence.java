package io.fragmentcache.internal.template;

/**
 * Where our processors stand among Thymeleaf's own: insert and replace 100, each 200, switch 250, case 275, if 300,
 * unless 400, object 500, with 600, attr 700 and all that follow.
 */
public final class Precedence {
    /** Of the dialect, among others: where Thymeleaf's own stands. */
    public static final int AMONG_STANDARD = 1_000;

    /** Before the processors of all other dialects: Spring Security's stand at 800, those of the layout dialect at 10. */
    public static final int BEFORE_ALL = Integer.MIN_VALUE;

    /** Before all else on the same tag: conditions and loops of a hole are evaluated for each request too. */
    public static final int HOLE = 80;

    public static final int HOLE_CAPTURE = 81;

    /** Before what other dialects have on a fragment's tag. */
    public static final int BESIDE_OTHERS = 85;

    /** Before th:insert and th:replace on the same tag, which would leave nothing to cache. */
    public static final int HOST = 90;

    public static final int HOST_CAPTURE = 91;

    /** Where th:replace has not yet made an end of the tag. */
    public static final int BESIDE_REPLACE = 95;

    /** Before th:include, which takes what is inside a fragment's tag. */
    public static final int BESIDE_INCLUDE = 99;

    /** Where th:each stands. */
    public static final int EACH = 200;

    /** After each, if, switch, object and with of the same tag: keys see their variables, conditions stay outside. */
    public static final int LOOKUP = 650;

    public static final int CAPTURE = 651;

    public static final int EMIT = 1;

    /** After all others: a cache attribute that is found here belongs to no other processor. */
    public static final int LEFT_OVER = 2_000;

    private Precedence() {}
}
