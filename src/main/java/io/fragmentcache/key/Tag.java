package io.fragmentcache.key;

/**
 * A name that many entries share. Touching a tag outdates every entry that carries it, whatever their number.
 *
 * <p>A model in a key gives its entry two tags, {@code Product:42} and {@code Product}. Authors add plain ones
 * ({@code catalog}) with {@code cache:tags}. Every entry carries {@link #EVERYTHING}.
 * Half of a surrogate pair, which no encoding writes, is replaced by its number, so that all nodes agree on the name.
 *
 * @param name unique in its namespace; a colon separates type and identity
 */
public record Tag(String name) {
    /** Carried by each entry of the namespace. */
    public static final Tag EVERYTHING = new Tag("*");

    public Tag {
        name = WideText.withoutHalfPairs(name);
    }

    /**
     * Returns a tag of this name.
     *
     * @param name as in {@code cache:tags}: {@code catalog}; or that of a model: {@code Product:42}
     */
    public static Tag of(String name) {
        return new Tag(name);
    }

    /**
     * Returns the tag of one model.
     *
     * @param type the simple name of its class, or of its entity: {@code Product}
     * @param id its identity, a plain value
     */
    public static Tag of(String type, Object id) {
        return new Tag(type + ":" + PlainValues.textOf(id));
    }

    /**
     * Returns the tag of the members of a type, {@code Product[]}: of fragments that show the result of a query.
     * Hibernate's events touch it when a model of that type is inserted, deleted or changed. A card of one product does not
     * carry it.
     *
     * @param type as tags spell it: {@code Product}
     */
    public static Tag members(String type) {
        return new Tag(type + "[]");
    }

    /** Returns the tag of the lists that the model of this tag is in: {@code Product[]} for {@code Product:42}. */
    public Tag membersOfType() {
        int colon = name.indexOf(':');
        return members(colon < 0 ? name : name.substring(0, colon));
    }

    /**
     * Returns the tag that is touched together with any model of this tag's type: {@code Product:*} for {@code
     * Product:42}. An entry that shows too many models to list them carries this one instead.
     */
    public Tag anyOfType() {
        int colon = name.indexOf(':');
        return colon < 0 ? this : new Tag(name.substring(0, colon) + ":*");
    }

    /** Returns the tag whose touch makes entries of this tag unusable, also if rendering fails. */
    public Tag expiry() {
        return new Tag("!" + name);
    }

    /** Returns whether this is the {@link #expiry()} of a tag. */
    public boolean isExpiry() {
        return name.startsWith("!");
    }

    /** Returns whether this tag names one model, as {@code Product:42} does. */
    public boolean isModel() {
        return name.indexOf(':') > 0;
    }

    /** Written out: those of records go through method handles, and tags are compared for each entry that is shown. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tag that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
