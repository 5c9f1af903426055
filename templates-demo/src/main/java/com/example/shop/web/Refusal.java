package com.example.shop.web;

/** The shop will not do this. The template {@code refusal} says so in the words of the status. */
final class Refusal extends RuntimeException {

    final int status;

    private Refusal(int status) {
        super("Refused with status " + status, null, false, false);
        this.status = status;
    }

    static Refusal notFound() {
        return new Refusal(404);
    }

    static Refusal oldForm() {
        return new Refusal(403);
    }

    static Refusal wrongMethod() {
        return new Refusal(405);
    }
}
