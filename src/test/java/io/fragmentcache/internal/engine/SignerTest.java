package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.memory.Signer;
import io.fragmentcache.problem.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignerTest {
    private static final long STAMP = 1_795_348_800_000_000L;

    private final Signer seal = Signer.of("0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    @Test
    void whatWasSignedIsRead() {
        assertThat(seal.open(seal.sign(STAMP))).hasValue(STAMP);
    }

    @Test
    void anotherNodeWithTheSameSecretReadsItToo() {
        Signer other = Signer.of("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        assertThat(other.open(seal.sign(STAMP))).hasValue(STAMP);
    }

    @Test
    void whatAnotherSecretSignedIsNotRead() {
        assertThat(Signer.random().open(seal.sign(STAMP))).isEmpty();
        assertThat(Signer.random().open(Signer.random().sign(STAMP))).isEmpty();
    }

    @Test
    void aStampThatWasChangedIsNotRead() {
        String signed = seal.sign(STAMP);
        String later = Long.toString(STAMP + 1, 36) + signed.substring(signed.indexOf('.'));
        assertThat(seal.open(later)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1", "1.", ".x", "1.%%%", "not a number.AAAA", "zzzzzzzzzzzzzzzzzzzzzzzz.AAAA"})
    void whatWasNeverWrittenIsNotRead(String text) {
        assertThat(seal.open(text)).isEmpty();
    }

    @Test
    void theSignatureIsThatOfTheStandard() {
        // printf 'fragment-cache touch 1 hoebuozk00' | openssl dgst -sha256 -mac HMAC -macopt key:0123456789abcdef
        // -binary | base64
        assertThat(seal.sign(STAMP)).isEqualTo("hoebuozk00.8ZqDokWc3_VLc44H6ZakvE9_Ul3nKiEqmwF_rrMBXQk");
    }

    @Test
    void aSecretThatCanBeGuessedIsAnError() {
        assertThatThrownBy(() -> FragmentCache.inMemory().secret(new byte[15]))
                .isInstanceOf(Problem.class)
                .hasMessage("A secret of 15 bytes can be guessed. Give at least 16, the same on each node.");
    }
}
