package switchboard.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * Facts about a tool call that its input does not show: where a path really leads, why Claude Code asks, and the texts that Claude
 * would follow.
 *
 * @param remarks each a sentence or a name with a value, as Markdown
 * @param texts whole
 * @param complete whether all that would run is shown; if not, the call cannot be allowed
 */
public record Disclosure(List<String> remarks, List<Text> texts, boolean complete) {

    /** The text of a file. */
    public record Text(String path, String content) {}

    public static final Disclosure NONE = new Disclosure(List.of(), List.of(), true);

    public Disclosure {
        remarks = List.copyOf(remarks);
        texts = List.copyOf(texts);
    }

    /** Both. */
    public Disclosure and(Disclosure other) {
        return new Disclosure(
                Stream.concat(remarks.stream(), other.remarks.stream()).toList(),
                Stream.concat(texts.stream(), other.texts.stream()).toList(),
                complete && other.complete);
    }
}
