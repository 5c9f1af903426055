package com.example.shop.web;

import com.example.shop.catalog.Catalog;

/** Any path that no page has. */
final class EmptyShelf extends Page {

    EmptyShelf(Catalog catalog, Templates templates) {
        super(catalog, templates);
    }

    @Override
    Answer get(Visit visit) {
        throw Refusal.notFound();
    }

    @Override
    Answer post(Visit visit) {
        throw Refusal.notFound();
    }
}
