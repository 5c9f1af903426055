package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.Reference;

/** Takes what is found in a template's expressions. */
interface Findings {
    void reference(Reference reference);

    void message(String key);

    void messageChosenAtRunTime();
}
