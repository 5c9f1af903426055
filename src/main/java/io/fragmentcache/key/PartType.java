package io.fragmentcache.key;

/** The type bytes of the parts of a key. A change here is a change of the wire version. */
final class PartType {
    static final char STRING = 'S';
    static final char NUMBER = 'L';
    static final char FLOATING = 'D';
    static final char BOOLEAN = 'B';
    /** A value with a canonical text: its class name, then the text. */
    static final char VALUE = 'V';

    static final char ENUM = 'E';
    /** A model: the origin and the name of its type, then its identity as a plain part. */
    static final char MODEL = 'M';

    static final char LIST = '[';
    static final char MAP = '{';
    static final char EMPTY = 'O';
    /** A name that introduces a part: a vary name. */
    static final char NAME = 'N';
    /** Bytes with a meaning of their own: a digest. */
    static final char BYTES = 'X';

    /** The facts at the end of a key: names, each with an encoded value. */
    static final char FACTS = 'F';
    /** The facts of a key outside of its process: their names, then a digest of all values. */
    static final char FACTS_DIGEST = 'f';
    /** An object of a framework: its type, then its parts as a list. */
    static final char TYPED = 'T';

    private PartType() {}
}
