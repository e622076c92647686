package switchboard.botapi;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The rules for entities inside others, after TDLib. Styles combine freely but never inside code. Code, links, mentions and emoji
 * exclude each other (the first, longest, then strongest wins). Quotes may contain anything but quotes. An entity that breaks a
 * rule is dropped without an error.
 */
final class EntityNesting {
    /** The most entities. Custom emoji do not count. */
    static final int MAX_ENTITIES = 100;

    private static final List<String> STYLES = List.of("bold", "italic", "underline", "strikethrough", "spoiler");
    private static final Set<String> QUOTES = Set.of("blockquote", "expandable_blockquote");
    private static final Set<String> CODE = Set.of("code", "pre");
    private static final Comparator<Entity> ORDER = Comparator.comparingInt(Entity::offset)
            .thenComparingInt(e -> -e.length())
            .thenComparingInt(EntityNesting::priority);

    private EntityNesting() {}

    /** @throws ApiError 400 with TDLib's text if the entity cannot be in the text */
    static void checkBorders(String text, Entity e) {
        if (e.offset() < 0 || e.length() < 0) {
            throw ApiError.badRequest("Receive an entity with incorrect offset " + e.offset());
        }
        if (e.offset() > text.length()) {
            throw ApiError.badRequest("Entity begins after the end of the text at UTF-16 offset " + e.offset());
        }
        if (e.end() > text.length()) {
            throw ApiError.badRequest("Entity beginning at UTF-16 offset " + e.offset()
                    + " ends after the end of the text at UTF-16 offset " + e.end());
        }
        if (cutsPair(text, e.offset())) {
            throw ApiError.badRequest("Entity begins in a middle of a UTF-16 symbol at UTF-16 offset " + e.offset());
        }
        if (cutsPair(text, e.end())) {
            throw ApiError.badRequest("Entity beginning at UTF-16 offset " + e.offset()
                    + " ends in a middle of a UTF-16 symbol at UTF-16 offset " + e.end());
        }
    }

    static List<Entity> fixed(List<Entity> entities) {
        List<Entity> sorted = entities.stream().sorted(ORDER).toList();
        List<Entity> quotes =
                apart(sorted.stream().filter(e -> QUOTES.contains(e.type())).toList());
        List<Entity> blocks = apart(sorted.stream()
                .filter(e -> !STYLES.contains(e.type()) && !QUOTES.contains(e.type()))
                .toList());
        var all = new ArrayList<Entity>(quotes);
        blocks.stream()
                .filter(b -> quotes.stream().allMatch(q -> inside(b, q) || !overlap(b, q)))
                .forEach(all::add);
        List<Entity> code = all.stream().filter(e -> CODE.contains(e.type())).toList();
        for (String style : STYLES) {
            all.addAll(style(style, sorted, code));
        }
        all.sort(ORDER);
        return all;
    }

    /** The first 100: quotes, code and links before styles, as they are sent. */
    static List<Entity> capped(List<Entity> entities) {
        var kept = new ArrayList<Entity>();
        int count = 0;
        for (boolean styles : new boolean[] {false, true}) {
            for (Entity e : entities) {
                boolean free = e.type().equals("custom_emoji");
                if (STYLES.contains(e.type()) == styles && (free || count < MAX_ENTITIES)) {
                    count += free ? 0 : 1;
                    kept.add(e);
                }
            }
        }
        kept.sort(ORDER);
        return kept;
    }

    /**
     * Adds entities that were found in the text, as far as they are possible: not if one cuts or is inside code, a link, a
     * mention or an emoji, and not if it crosses a quote's border. A style that ends or begins inside one is cut there.
     *
     * @param entities as {@link #fixed} leaves them
     * @param found in order, without overlaps
     */
    static List<Entity> withFound(List<Entity> entities, List<Entity> found) {
        long counted =
                entities.stream().filter(e -> !e.type().equals("custom_emoji")).count();
        List<Entity> added = found.stream()
                .filter(f -> entities.stream().allMatch(e -> mayLieIn(f, e)))
                .limit(Math.max(0, MAX_ENTITIES - counted))
                .toList();
        var all = new ArrayList<Entity>(added);
        for (Entity e : entities) {
            int from = e.offset();
            for (int border : STYLES.contains(e.type()) ? borders(e, added) : List.<Integer>of()) {
                all.add(e.between(from, border));
                from = border;
            }
            all.add(e.between(from, e.end()));
        }
        return capped(all);
    }

    private static boolean mayLieIn(Entity found, Entity e) {
        return STYLES.contains(e.type()) || !overlap(found, e) || (QUOTES.contains(e.type()) && inside(found, e));
    }

    /** The places where a style must be cut so that, of two entities, one contains the other. */
    private static List<Integer> borders(Entity style, List<Entity> found) {
        return found.stream()
                .filter(f -> overlap(style, f) && !inside(style, f) && !inside(f, style))
                .map(f -> f.offset() > style.offset() ? f.offset() : f.end())
                .toList();
    }

    private static List<Entity> style(String style, List<Entity> entities, List<Entity> code) {
        var covered = new BitSet();
        entities.stream().filter(e -> e.type().equals(style)).forEach(e -> covered.set(e.offset(), e.end()));
        code.forEach(e -> covered.clear(e.offset(), e.end()));
        var runs = new ArrayList<Entity>();
        for (int from = covered.nextSetBit(0); from >= 0; ) {
            int to = covered.nextClearBit(from);
            runs.add(new Entity(style, from, to - from));
            from = covered.nextSetBit(to);
        }
        return runs;
    }

    private static List<Entity> apart(List<Entity> sorted) {
        var kept = new ArrayList<Entity>();
        int end = 0;
        for (Entity e : sorted) {
            if (e.offset() >= end) {
                kept.add(e);
                end = e.end();
            }
        }
        return kept;
    }

    private static boolean inside(Entity inner, Entity outer) {
        return inner.offset() >= outer.offset() && inner.end() <= outer.end();
    }

    private static boolean overlap(Entity a, Entity b) {
        return a.offset() < b.end() && b.offset() < a.end();
    }

    private static boolean cutsPair(String text, int index) {
        return index > 0
                && index < text.length()
                && Character.isHighSurrogate(text.charAt(index - 1))
                && Character.isLowSurrogate(text.charAt(index));
    }

    private static int priority(Entity e) {
        return switch (e.type()) {
            case "blockquote", "expandable_blockquote" -> 0;
            case "pre" -> 10;
            case "code" -> 20;
            case "custom_emoji" -> 99;
            default -> STYLES.contains(e.type()) ? 90 + STYLES.indexOf(e.type()) : 50;
        };
    }
}
