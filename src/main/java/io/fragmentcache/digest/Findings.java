package io.fragmentcache.digest;

/** Takes what is found in a template's expressions. */
interface Findings {
    void reference(Reference reference);

    void message(String key);

    void messageChosenAtRunTime();
}
