package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.Reference;

/** Takes what is found in a template's expressions. */
interface Findings {
    void reference(Reference reference);

    void message(String key);

    void messageChosenAtRunTime();

    /** An element into which the page's own is merged: of interest where nothing else is the page's. */
    void merged(Reference reference);

    /** A parameter of an include holds a fragment. */
    default void handed(String parameter) {}
}
