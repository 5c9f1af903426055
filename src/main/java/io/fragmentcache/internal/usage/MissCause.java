package io.fragmentcache.internal.usage;

/** Why a fragment had to be rendered. */
public enum MissCause {
    FIRST("first time"),
    TOUCHED("touched"),
    EXPIRED("expired"),
    VERSION("data version changed"),
    AGE("past its fresh time"),
    EVICTED("evicted"),
    TEMPLATE("template changed"),
    NOT_STORED("was not stored before"),
    GONE("no longer in the store"),
    WITH_PARENT("nearly due, rendered with the fragment around it"),
    OTHER("other reasons");

    private final String words;

    MissCause(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** Reads the reason of a look-up whose entry was there. */
    static MissCause of(String reason) {
        if (reason.startsWith("touched ")) {
            return TOUCHED;
        }
        if (reason.startsWith("expired ")) {
            return EXPIRED;
        }
        if (reason.startsWith("version ")) {
            return VERSION;
        }
        return switch (reason) {
            case "age" -> AGE;
            case "digest" -> TEMPLATE;
            case "due with the fragment around it" -> WITH_PARENT;
            default -> OTHER;
        };
    }
}
