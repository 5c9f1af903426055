package com.example.shop;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void anEmptyEnvironmentIsEnough() {
        assertThat(Settings.from(Map.of()))
                .isEqualTo(new Settings(
                        8080, Duration.ZERO, "10m", "memory", "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1", false));
    }

    @Test
    void theEnvironmentDecides() {
        Map<String, String> environment = Map.ofEntries(
                entry("PORT", "0"),
                entry("SHOP_LATENCY_MS", "200"),
                entry("SHOP_FRESH", "2s"),
                entry("SHOP_STORE", "memory"),
                entry("SHOP_DB", "jdbc:h2:file:x"),
                entry("SHOP_DEV", "true"));
        assertThat(Settings.from(environment))
                .isEqualTo(new Settings(0, Duration.ofMillis(200), "2s", "memory", "jdbc:h2:file:x", true));
    }

    @Test
    void aStoreThatIsNotKnownIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> Settings.from(Map.of("SHOP_STORE", "tape")))
                .hasMessage("SHOP_STORE=tape is not known. Known: memory.");
    }

    @Test
    void aNumberThatIsNoneIsNamed() {
        assertThatThrownBy(() -> Settings.from(Map.of("PORT", "http")))
                .hasMessage("PORT=http is not a number from 0 to 65535. Leave it out for 8080.");
        assertThatThrownBy(() -> Settings.from(Map.of("PORT", "65536")))
                .hasMessage("PORT=65536 is not a number from 0 to 65535. Leave it out for 8080.");
    }
}
