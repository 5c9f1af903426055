package com.example.shop;

import io.fragmentcache.thymeleaf.WarmUp;

/** Renders fragments before anyone asks, behind the visitors who come meanwhile. */
final class Warming {

    private final WarmUp fragments;
    private final Thread thread = new Thread(this::warm, "warm-up");

    private Warming(WarmUp fragments) {
        this.fragments = fragments;
        thread.setDaemon(true);
    }

    static Warming start(WarmUp fragments) {
        Warming warming = new Warming(fragments);
        warming.thread.start();
        return warming;
    }

    private void warm() {
        fragments.run();
        System.out.println("Warm: " + progress());
    }

    String progress() {
        return fragments.done() + " fragments, " + fragments.failed() + " of them failed, " + fragments.left()
                + " are left.";
    }

    void await() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends after the fragment at hand. */
    void close() {
        fragments.close();
        await();
    }
}
