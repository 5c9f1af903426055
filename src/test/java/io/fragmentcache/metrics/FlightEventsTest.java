package io.fragmentcache.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of Java Flight Recorder holds. */
class FlightEventsTest {
    @Test
    void aRenderAndATouchAreRecordedWithoutTheirKey(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("cache.jfr");
        try (FragmentCache cache =
                        FragmentCache.inMemory().listener(new FlightEvents()).build();
                Recording recording = new Recording()) {
            recording.start();
            cache.text("price", "secret-key", Lifetime.DEFAULT, () -> "1.00");
            cache.touch(Tag.of("Product:1"));
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("fragmentcache."))
                .toList();
        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .containsExactly("fragmentcache.Render", "fragmentcache.Touch");
        assertThat(events.get(0).getString("fragment")).isEqualTo("text :: price");
        assertThat(events.get(0).getBoolean("stored")).isTrue();
        assertThat(events.toString()).doesNotContain("secret-key");
    }
}
