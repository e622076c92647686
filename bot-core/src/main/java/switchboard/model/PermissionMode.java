package switchboard.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import switchboard.text.Texts;

/** Claude Code's permission modes, by the words its command line takes. */
public enum PermissionMode {
    DEFAULT("default", Texts.of("mode.asks")),
    ACCEPT_EDITS("acceptEdits", Texts.of("mode.acceptsEdits")),
    PLAN("plan", Texts.of("mode.plans")),
    BYPASS("bypassPermissions", Texts.of("mode.bypasses"));

    private final String word;
    private final String meaning;

    PermissionMode(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** Finds a mode by its word, whatever the case; {@code edits} and {@code bypass} are short for theirs. */
    public static Optional<PermissionMode> parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.word.equalsIgnoreCase(text)
                        || (mode == ACCEPT_EDITS && text.equalsIgnoreCase("edits"))
                        || (mode == BYPASS && text.equalsIgnoreCase("bypass")))
                .findFirst();
    }

    /** Whether chats may choose it where {@code standard} is the mode of those that chose none. */
    public boolean isOpenUnder(PermissionMode standard) {
        return this != BYPASS || standard == BYPASS;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PermissionMode read(String word) {
        return parse(word).orElse(DEFAULT);
    }

    @JsonValue
    public String word() {
        return word;
    }

    public String meaning() {
        return meaning;
    }
}
