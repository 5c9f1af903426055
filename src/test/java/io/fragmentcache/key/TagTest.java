package io.fragmentcache.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TagTest {
    @Test
    void aTagOfAModelKnowsTheTagOfAllOfItsType() {
        assertThat(Tag.of("Product", 42)).isEqualTo(Tag.of("Product:42")).hasToString("Product:42");
        assertThat(Tag.of("Product", 42).anyOfType()).isEqualTo(Tag.of("Product:*"));
        assertThat(Tag.of("Product", "a:b").anyOfType()).isEqualTo(Tag.of("Product:*"));
        assertThat(Tag.of("Product", 42).isModel()).isTrue();
    }

    @Test
    void aPlainTagIsOfNoType() {
        assertThat(Tag.of("catalog").isModel()).isFalse();
        assertThat(Tag.of("catalog").anyOfType()).isEqualTo(Tag.of("catalog"));
        assertThat(Tag.EVERYTHING.isModel()).isFalse();
    }
}
