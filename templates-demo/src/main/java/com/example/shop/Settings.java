package com.example.shop;

import java.time.Duration;
import java.util.Map;

/**
 * What the environment decides.
 *
 * @param port where the shop listens on 127.0.0.1; 0 takes any free port
 * @param latency how long the supplier takes for each call
 * @param fresh how long fragments are fresh, such as {@code 10m}; for an hour more they are shown while regenerated
 * @param store where fragments are kept
 * @param database a JDBC URL
 * @param dev whether an edited template shows without a restart
 * @param onSave what the cache is told when a product is saved
 * @param warm what is rendered before anyone asks
 * @param inspect whether this machine may look at what the cache does
 * @param edge address of the Varnish in front, which keeps pages; empty where there is none
 */
record Settings(
        int port,
        Duration latency,
        String fresh,
        String store,
        String database,
        boolean dev,
        OnSave onSave,
        Warm warm,
        boolean inspect,
        String edge) {

    Settings {
        if (!Storage.knows(store)) {
            throw new IllegalArgumentException("SHOP_STORE=" + store + " is not known. Known: " + Storage.KNOWN + ".");
        }
        if (warm != Warm.NOTHING && onSave != OnSave.REGENERATE) {
            throw new IllegalArgumentException(
                    "SHOP_WARM needs the sources of the fragments. Leave SHOP_ON_SAVE out.");
        }
        if (!edge.matches("|http://[^/ ]+/")) {
            throw new IllegalArgumentException(
                    "SHOP_EDGE=" + edge + " is not the address of a Varnish. Write http://HOST:PORT/, or leave it out.");
        }
    }

    static Settings from(Map<String, String> environment) {
        return new Settings(
                number(environment, "PORT", 8080, 65_535),
                Duration.ofMillis(number(environment, "SHOP_LATENCY_MS", 0, 60_000)),
                environment.getOrDefault("SHOP_FRESH", "10m"),
                environment.getOrDefault("SHOP_STORE", "memory"),
                environment.getOrDefault("SHOP_DB", "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1"),
                Boolean.parseBoolean(environment.get("SHOP_DEV")),
                OnSave.named(environment.getOrDefault("SHOP_ON_SAVE", "regenerate")),
                Warm.named(environment.getOrDefault("SHOP_WARM", "nothing")),
                Boolean.parseBoolean(environment.getOrDefault("SHOP_INSPECT", "true")),
                environment.getOrDefault("SHOP_EDGE", ""));
    }

    private static int number(Map<String, String> environment, String name, int fallback, int most) {
        String text = environment.getOrDefault(name, "" + fallback);
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    name + "=" + text + " is not a number from 0 to " + most + ". Leave it out for " + fallback + ".");
        }
        return Integer.parseInt(text);
    }
}
