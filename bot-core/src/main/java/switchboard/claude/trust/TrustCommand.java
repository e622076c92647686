package switchboard.claude.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import switchboard.claude.trust.TrustStore.Grant;
import switchboard.command.Buttons;
import switchboard.command.Invocation;
import switchboard.command.Reaction;
import switchboard.command.SlashCommand;
import switchboard.model.Reply;
import switchboard.text.HumanText;
import switchboard.text.Markdown;

/**
 * {@code /trust}: shows all that the project files of this chat's directory would run or allow, and has them trusted or not.
 * {@code /trust list} shows and revokes. A button names the hash of what was shown, so that nothing else is trusted.
 */
public final class TrustCommand implements SlashCommand {

    private static final int MOST_LISTED = 30;

    /** What of a hash stands in a button. */
    private static final int KEY = 16;

    /** What fits into a message together with what is said of it. */
    private static final int FITS = 2_000;

    /** What fits under a file. */
    private static final int CAPTION_FITS = 900;

    private static final String COVERS =
            "\n\nTrust covers these files as they are now: if one changes, I ask again. It does not"
                    + " cover code that they call in turn.";
    private static final String NOT_STORED =
            "⚠️ I can't save that right now (disk full?). Nothing has changed; please try again.";
    private static final String IN_PRIVATE =
            "Trust is given and revoked in a private chat with me, and then holds here too.";

    private final Trust trust;

    public TrustCommand(Trust trust) {
        this.trust = trust;
    }

    @Override
    public String name() {
        return "trust";
    }

    @Override
    public String description() {
        return "See what this folder's project files would run, and trust them or not";
    }

    @Override
    public Reaction run(Invocation call) {
        return Reaction.say(call.state(), answer(call));
    }

    private Reply answer(Invocation call) {
        return switch (call.word()) {
            case "" -> show(call, "");
            case "yes" -> inPrivate(call, () -> trust(call));
            case "no" -> Reply.of("Okay, I won't load them. Send /trust to see them again.");
            case "list" -> inPrivate(call, () -> list(call, ""));
            case "revoke" -> inPrivate(call, () -> revoke(call));
            default ->
                Reply.of("I don't understand “" + Markdown.text(call.word()) + "”. Send /trust, or /trust list.");
        };
    }

    private static Reply inPrivate(Invocation call, Supplier<Reply> answer) {
        return call.overview() ? answer.get() : Reply.of(IN_PRIVATE);
    }

    private static Path directory(Invocation call) {
        return call.state().destination().directory();
    }

    private Reply show(Invocation call, String before) {
        var folder = Markdown.code(directory(call));
        return switch (trust.of(directory(call))) {
            case Trust.Always always ->
                Reply.of(before + folder + " is in `CLAUDE_TRUSTED_PATHS`, so its project files are always loaded.");
            case Trust.Granted granted -> {
                var said = before + "✅ " + folder + " is trusted: "
                        + Markdown.text(granted.scan().summary()) + ".";
                yield call.overview() ? Reply.of(said, revocation("Revoke", granted.grant())) : Reply.of(said);
            }
            case Trust.Changed changed ->
                offer(
                        call,
                        before + "🔒 " + folder + " has changed since you trusted it. Now it would bring ",
                        changed.scan(),
                        ProjectText.changes(changed.before(), changed.scan()) + "\n\nAll of it as it is now:\n\n"
                                + ProjectText.whole(changed.scan()));
            case Trust.Withheld withheld -> {
                var scan = withheld.scan();
                yield scan.isEmpty()
                        ? Reply.of(before + folder + " has no project files that would run or allow anything.")
                        : offer(call, before + "🔒 " + folder + " would bring ", scan, ProjectText.whole(scan));
            }
        };
    }

    private static Reply offer(Invocation call, String head, ProjectScan scan, String whole) {
        var summary = shortened(scan.summary(), CAPTION_FITS - head.length() - COVERS.length() - IN_PRIVATE.length());
        var said = head + Markdown.text(summary) + ". None of it is loaded.";
        if (!scan.isTrustable()) {
            return Reply.of(
                    said + " I can't show you all of it, so you can't trust it from here: mend that, or have the"
                            + " folder added to `CLAUDE_TRUSTED_PATHS`.");
        }
        said += COVERS;
        if (!call.overview()) {
            return withContent(said + " " + IN_PRIVATE, whole, List.of());
        }
        var row = List.of(
                new Reply.Button(
                        "✅ Trust this folder", "/trust yes " + scan.hash().substring(0, KEY)),
                new Reply.Button("Not now", "/trust no"));
        return withContent(said, whole, List.of(row));
    }

    /** In the message if it is short and has nothing in it that could be invisible or end the block; else as a file. */
    private static Reply withContent(String said, String whole, List<List<Reply.Button>> buttons) {
        var fits = whole.length() <= FITS
                && !whole.contains("```")
                && whole.chars().allMatch(each -> each == '\n' || (each >= ' ' && each <= '~'));
        return fits
                ? new Reply(said + "\n\n```\n" + whole + "```", buttons)
                : new Reply(said, buttons, new Reply.Document("project-files.txt", whole));
    }

    private static String shortened(String text, int fits) {
        return text.length() <= fits ? text : text.substring(0, Math.max(0, fits)) + "…";
    }

    private Reply trust(Invocation call) {
        var scan = switch (trust.of(directory(call))) {
            case Trust.Always always -> null;
            case Trust.Granted granted -> null;
            case Trust.Changed changed -> changed.scan();
            case Trust.Withheld withheld -> withheld.scan();
        };
        if (scan == null) {
            return show(call, "");
        }
        if (!scan.isTrustable() || !scan.hash().substring(0, KEY).equals(call.rest())) {
            return show(call, call.rest().isEmpty() ? "" : "These files have changed since I showed them.\n\n");
        }
        try {
            trust.grant(scan, call.now());
        } catch (IOException full) {
            return Reply.of(NOT_STORED);
        }
        return Reply.of("✅ " + Markdown.code(directory(call))
                + " is trusted. Its project files are loaded from the next message on.");
    }

    private Reply list(Invocation call, String before) {
        var grants = trust.store().grants();
        if (grants.isEmpty()) {
            return Reply.of(before + "You trust no folder yet. Send /trust in a folder to see its project files.");
        }
        var shown = grants.stream().limit(MOST_LISTED).toList();
        var lines = IntStream.range(0, shown.size())
                .mapToObj(index -> "**" + (index + 1) + "** "
                        + Markdown.code(shown.get(index).directory()) + " · "
                        + HumanText.ago(shown.get(index).since(), call.now()))
                .collect(Collectors.joining("\n"));
        var more = grants.size() > MOST_LISTED ? "\nand " + (grants.size() - MOST_LISTED) + " more" : "";
        var buttons = IntStream.range(0, shown.size())
                .mapToObj(index -> revocation("Revoke " + (index + 1), shown.get(index)));
        return new Reply(before + "You trust:\n" + lines + more, Buttons.rows(3, buttons));
    }

    private Reply revoke(Invocation call) {
        var store = trust.store();
        var found = store.grants().stream()
                .filter(grant -> key(grant).equals(call.rest()))
                .findFirst();
        if (found.isEmpty()) {
            return list(call, "That folder is not trusted any more.\n\n");
        }
        try {
            store.remove(found.get().directory());
        } catch (IOException full) {
            return Reply.of(NOT_STORED);
        }
        return list(
                call,
                Markdown.code(found.get().directory())
                        + " is no longer trusted. Its project files are left out from the next message on.\n\n");
    }

    private static Reply.Button revocation(String label, Grant grant) {
        return new Reply.Button(label, "/trust revoke " + key(grant));
    }

    /** Names a directory in a button, however long its path is. */
    private static String key(Grant grant) {
        var path = grant.directory().toString().getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(path).toString();
    }
}
