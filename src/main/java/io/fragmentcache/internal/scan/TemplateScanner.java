package io.fragmentcache.internal.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.engine.AbstractTemplateHandler;
import org.thymeleaf.model.ICDATASection;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IComment;
import org.thymeleaf.model.IDocType;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.IProcessingInstruction;
import org.thymeleaf.model.IStandaloneElementTag;
import org.thymeleaf.model.ITemplateEvent;
import org.thymeleaf.model.IText;
import org.thymeleaf.model.IXMLDeclaration;
import org.thymeleaf.templatemode.TemplateMode;

/** Takes the parse events of one template and records each of its parts. Not thread-safe; nothing is executed. */
public final class TemplateScanner extends AbstractTemplateHandler {
    private static final int COMMENT_PREFIX = "<!--".length();
    private static final int CDATA_PREFIX = "<![CDATA[".length();

    private final IEngineConfiguration configuration;
    private final Parsers parsers;
    private final Dialects dialects;
    private final TemplateSource source;
    private final OpenParts parts;
    private final AttributeScan attributes;
    private final TagScan tags;
    private final InlineModes inlines;
    private final TagsAround around;
    private final List<String> strays = new ArrayList<>();
    private TemplateMode mode;
    private int depth;
    private int insides;

    private TemplateScanner(
            IEngineConfiguration configuration,
            Parsers parsers,
            Dialects dialects,
            TemplateSource source,
            @Nullable String selector) {
        this.configuration = configuration;
        this.parsers = parsers;
        this.dialects = dialects;
        this.source = source;
        this.mode = source.mode();
        this.parts = new OpenParts(source, selector);
        this.attributes = new AttributeScan(configuration, parts);
        this.tags = new TagScan(dialects, attributes);
        this.inlines = new InlineModes(mode);
        this.around = new TagsAround(dialects);
    }

    public static TemplateScan scan(
            IEngineConfiguration configuration,
            Parsers parsers,
            Dialects dialects,
            TemplateSource source,
            @Nullable String selector) {
        TemplateScanner scanner = new TemplateScanner(configuration, parsers, dialects, source, selector);
        parsers.parse(source, selector, scanner);
        return scanner.toScan();
    }

    /** The same of what the engine parsed: a whole template, what a selector chooses in it, or one element. */
    public static TemplateScan scan(
            IEngineConfiguration configuration,
            Parsers parsers,
            Dialects dialects,
            TemplateSource source,
            @Nullable String selector,
            IModel parsed) {
        TemplateScanner scanner = new TemplateScanner(configuration, parsers, dialects, source, selector);
        parsed.accept(new EventFeed(scanner));
        return scanner.toScan();
    }

    private TemplateScan toScan() {
        return parts.toScan(strays, this::around);
    }

    /** What a tag around sets is read for the part too, and not for all that is open there. */
    private void around(TagsAround.Setting setting, Findings part) {
        if (setting.isStandard() && !setting.name().equals("fragment")) {
            new AttributeScan(configuration, part).standard(setting.name(), setting.value(), setting.place());
        }
    }

    @Override
    public void handleOpenElement(IOpenElementTag tag) {
        element("open", tag);
        inlines.open(inline(tag));
        around.open(tag, source, mode);
        depth++;
    }

    @Override
    public void handleStandaloneElement(IStandaloneElementTag tag) {
        element("standalone", tag);
        parts.end(depth);
    }

    @Override
    public void handleCloseElement(ICloseElementTag tag) {
        String printed = CacheTag.isElement(tag, dialects.cache()) ? "" : tag.toString();
        if (tag.isUnmatched()) {
            event("unmatched", tag, printed);
        } else {
            depth--;
            inlines.close();
            around.close();
            event("close", tag, printed);
            parts.end(depth);
        }
    }

    @Override
    public void handleText(IText text) {
        event("text", text, text.getText());
        inlined(text.getText(), text, 0);
    }

    @Override
    public void handleCDATASection(ICDATASection cdata) {
        event("cdata", cdata, cdata.getCDATASection());
        inlined(cdata.getContent(), cdata, CDATA_PREFIX);
    }

    @Override
    public void handleComment(IComment comment) {
        event("comment", comment, comment.getComment());
        String conditional = mode == TemplateMode.HTML ? ConditionalComments.content(comment.getComment()) : null;
        if (conditional != null) {
            inside(conditional, comment, 0, mode);
        } else {
            inlined(comment.getContent(), comment, COMMENT_PREFIX);
        }
    }

    @Override
    public void handleDocType(IDocType docType) {
        event("doctype", docType, docType.getDocType());
    }

    @Override
    public void handleXMLDeclaration(IXMLDeclaration declaration) {
        event("xml", declaration, declaration.getXmlDeclaration());
    }

    @Override
    public void handleProcessingInstruction(IProcessingInstruction instruction) {
        event("instruction", instruction, instruction.getProcessingInstruction());
    }

    private void element(String type, IProcessableElementTag tag) {
        CacheTag cache = CacheTag.of(tag, dialects.cache(), mode);
        String fragment = cache.fragment();
        if (fragment != null) {
            parts.begin(fragment, tag, cache.identity(), depth, around.all());
        }
        cache.strays(dialects.cache(), source.file()).forEach(strays::add);
        tags.scan(tag, cache, source, mode);
        List<String> content = new ArrayList<>(cache.inDigest());
        content.add(cache.printed(tag, configuration.getModelFactory(mode)));
        event(type, tag, content.toArray(String[]::new));
    }

    private @Nullable String inline(IProcessableElementTag tag) {
        String prefix = dialects.standard();
        return prefix == null ? null : tag.getAttributeValue(prefix, "inline");
    }

    /** Output expressions that the parser left in text: it splits them off only where nothing else could read them. */
    private void inlined(String text, ITemplateEvent at, int prefix) {
        Optional<TemplateMode> inline = inlines.current();
        if (dialects.standard() == null || inline.isEmpty() || text.indexOf('[') < 0) {
            return;
        }
        if (inline.get() == mode) {
            InlinedExpressions.in(text).forEach(expression -> attributes.any(expression, source.place(at.getLine())));
        } else {
            inside(text, at, prefix, inline.get());
        }
    }

    private void inside(String text, ITemplateEvent at, int prefix, TemplateMode other) {
        TemplateMode outerMode = mode;
        int outerDepth = depth;
        int outerInlines = inlines.size();
        int outerTags = around.size();
        mode = other;
        insides++;
        inlines.enter(other);
        parsers.parseInside(source.template(), text, at.getLine(), at.getCol() + prefix, other, this);
        parts.end(outerDepth + 1);
        while (inlines.size() > outerInlines) {
            inlines.close();
        }
        while (around.size() > outerTags) {
            around.close();
        }
        insides--;
        depth = outerDepth;
        mode = outerMode;
    }

    private void event(String type, ITemplateEvent event, String... content) {
        List<String> hashed = new ArrayList<>();
        hashed.add(type);
        for (String part : content) {
            // A checkout on Windows turns all line ends of a file around; only text templates are made of them.
            hashed.add(source.mode().isMarkup() ? part.replace("\r\n", "\n") : part);
        }
        int line = Math.max(event.getLine(), 1);
        parts.event(line, line + lineEnds(content[content.length - 1]), hashed, insides == 0);
    }

    private static int lineEnds(String text) {
        int last = text.length() - 1;
        return (int)
                text.chars().limit(Math.max(last, 0)).filter(c -> c == '\n').count();
    }
}
