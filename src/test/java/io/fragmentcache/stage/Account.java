package io.fragmentcache.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object of an application as sessions hold them: no identity, no equals. */
public class Account {
    private final String name;
    private final @Nullable Address address;
    private String plan;
    private int asked;

    /** @param city null for one without an address */
    public Account(String name, String plan, @Nullable String city) {
        this.name = name;
        this.plan = plan;
        this.address = city == null ? null : new Address(city);
    }

    /** A part of it. */
    public static final class Address {
        private final String city;

        Address(String city) {
            this.city = city;
        }

        public String getCity() {
            return city;
        }
    }

    public String getName() {
        return name;
    }

    public String getPlan() {
        return plan;
    }

    public boolean isGold() {
        return plan.equals("gold");
    }

    public @Nullable Address getAddress() {
        return address;
    }

    public List<String> getRoles() {
        return List.of("reader", plan);
    }

    /** Another one each time. */
    public int getNumber() {
        return asked++;
    }

    public String greets(String greeting) {
        return greeting + " " + name;
    }

    public void changesTo(String other) {
        plan = other;
    }
}
