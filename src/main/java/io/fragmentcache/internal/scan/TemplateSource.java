package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.Digest;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresource.ITemplateResource;

/**
 * A template as it was read once.
 *
 * @param resource reads from memory, so that what is hashed and what is parsed are the same
 * @param file the template's file, below the resolver's root
 * @param digest of its raw content, decoupled logic included
 * @param isVolatile whether its resolver says that it may change: not cacheable, or only for a time
 */
public record TemplateSource(
        String template,
        TemplateMode mode,
        boolean decoupledLogic,
        ITemplateResource resource,
        String file,
        Digest digest,
        boolean isVolatile) {

    /** What is written in it. */
    public String text() {
        try (Reader reader = resource.reader()) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        } catch (IOException fromMemory) {
            throw new UncheckedIOException(fromMemory);
        }
    }

    /** @param line as an event has it; what the parser made up has none */
    Place place(int line) {
        return new Place(template, file, Math.max(line, 1));
    }
}
