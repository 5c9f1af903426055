package com.example.shop;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void anEmptyEnvironmentIsEnough() {
        assertThat(Settings.from(Map.of()))
                .isEqualTo(new Settings(
                        8080,
                        Duration.ZERO,
                        "10m",
                        "memory",
                        "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1",
                        false,
                        OnSave.REGENERATE,
                        Warm.NOTHING,
                        true,
                        ""));
    }

    @Test
    void theEnvironmentDecides() {
        Map<String, String> environment = Map.ofEntries(
                entry("PORT", "0"),
                entry("SHOP_LATENCY_MS", "200"),
                entry("SHOP_FRESH", "2s"),
                entry("SHOP_STORE", "disk:fragments"),
                entry("SHOP_DB", "jdbc:h2:file:x"),
                entry("SHOP_DEV", "true"),
                entry("SHOP_WARM", "hottest"),
                entry("SHOP_INSPECT", "false"),
                entry("SHOP_EDGE", "http://127.0.0.1:6081/"));
        assertThat(Settings.from(environment))
                .isEqualTo(new Settings(
                        0,
                        Duration.ofMillis(200),
                        "2s",
                        "disk:fragments",
                        "jdbc:h2:file:x",
                        true,
                        OnSave.REGENERATE,
                        Warm.HOTTEST,
                        false,
                        "http://127.0.0.1:6081/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tape", "", "disk", "disk:", "redis:", "redis://", "redis://cache:port", "redis://a:1,b:2", "memory "
            })
    void aStoreThatIsNotKnownIsNamedWithThoseThatAre(String store) {
        assertThatThrownBy(() -> Settings.from(Map.of("SHOP_STORE", store)))
                .hasMessage("SHOP_STORE=" + store
                        + " is not known. Known: none, memory, disk:DIRECTORY, redis://HOST:PORT, rediss://HOST:PORT,"
                        + " redis-cluster://HOST:PORT,HOST:PORT.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "memory",
                "disk:fragments",
                "redis://127.0.0.1:6379",
                "rediss://user:word@cache:6380/0",
                "redis-cluster://a:6379,b:6380"
            })
    void eachKindOfStoreIsTaken(String store) {
        assertThat(Settings.from(Map.of("SHOP_STORE", store)).store()).isEqualTo(store);
    }

    @Test
    void aReactionToASaveThatIsNotKnownIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> Settings.from(Map.of("SHOP_ON_SAVE", "panic")))
                .hasMessage("SHOP_ON_SAVE=panic is not known. Known: nothing, touch, regenerate.");
    }

    @Test
    void aWarmShopNeedsItsSources() {
        assertThatThrownBy(() -> Settings.from(Map.of("SHOP_WARM", "hottest", "SHOP_ON_SAVE", "touch")))
                .hasMessage("SHOP_WARM needs the sources of the fragments. Leave SHOP_ON_SAVE out.");
    }

    @Test
    void anEdgeThatIsNoAddressIsNamed() {
        assertThatThrownBy(() -> Settings.from(Map.of("SHOP_EDGE", "varnish")))
                .hasMessage("SHOP_EDGE=varnish is not the address of a Varnish. Write http://HOST:PORT/, or leave it out.");
    }

    @Test
    void aWarmUpThatIsNotKnownIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> Settings.from(Map.of("SHOP_WARM", "true")))
                .hasMessage("SHOP_WARM=true is not known. Known: nothing, hottest, cards.");
    }

    @Test
    void aNumberThatIsNoneIsNamed() {
        assertThatThrownBy(() -> Settings.from(Map.of("PORT", "http")))
                .hasMessage("PORT=http is not a number from 0 to 65535. Leave it out for 8080.");
        assertThatThrownBy(() -> Settings.from(Map.of("PORT", "65536")))
                .hasMessage("PORT=65536 is not a number from 0 to 65535. Leave it out for 8080.");
    }
}
