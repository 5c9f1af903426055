package io.fragmentcache.internal.scan;

import org.thymeleaf.engine.ITemplateHandler;
import org.thymeleaf.model.ICDATASection;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IComment;
import org.thymeleaf.model.IDocType;
import org.thymeleaf.model.IModelVisitor;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessingInstruction;
import org.thymeleaf.model.IStandaloneElementTag;
import org.thymeleaf.model.ITemplateEnd;
import org.thymeleaf.model.ITemplateStart;
import org.thymeleaf.model.IText;
import org.thymeleaf.model.IXMLDeclaration;

/** Feeds each event of a model to a handler. */
public record EventFeed(ITemplateHandler handler) implements IModelVisitor {
    @Override
    public void visit(ITemplateStart event) {
        handler.handleTemplateStart(event);
    }

    @Override
    public void visit(ITemplateEnd event) {
        handler.handleTemplateEnd(event);
    }

    @Override
    public void visit(IXMLDeclaration event) {
        handler.handleXMLDeclaration(event);
    }

    @Override
    public void visit(IDocType event) {
        handler.handleDocType(event);
    }

    @Override
    public void visit(ICDATASection event) {
        handler.handleCDATASection(event);
    }

    @Override
    public void visit(IComment event) {
        handler.handleComment(event);
    }

    @Override
    public void visit(IText event) {
        handler.handleText(event);
    }

    @Override
    public void visit(IStandaloneElementTag event) {
        handler.handleStandaloneElement(event);
    }

    @Override
    public void visit(IOpenElementTag event) {
        handler.handleOpenElement(event);
    }

    @Override
    public void visit(ICloseElementTag event) {
        handler.handleCloseElement(event);
    }

    @Override
    public void visit(IProcessingInstruction event) {
        handler.handleProcessingInstruction(event);
    }
}
