package com.example.shop;

import com.example.shop.web.Templates;
import io.fragmentcache.testing.DigestApproval;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.thymeleaf.ITemplateEngine;

class DigestTest {

    @Test
    void digestsAreApproved() {
        ITemplateEngine engine = Templates.engine(new CacheDialect(), false);
        DigestApproval.of(engine).lock(Path.of("digests.lock")).locales(Locale.GERMAN, Locale.ENGLISH).check();
    }
}
