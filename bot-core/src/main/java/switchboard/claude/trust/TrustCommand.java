package switchboard.claude.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import switchboard.claude.trust.TrustStore.Grant;
import switchboard.command.Buttons;
import switchboard.command.Invocation;
import switchboard.command.Reaction;
import switchboard.command.SlashCommand;
import switchboard.model.Reply;
import switchboard.text.FileName;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * {@code /trust}: shows everything that the project files of this chat's directory would run or allow, with buttons to trust them
 * or not. {@code /trust list} shows all trusted directories, with buttons to revoke. A button names the hash of the files that
 * were shown, so that nothing else is trusted.
 */
public final class TrustCommand implements SlashCommand {

    private static final int MOST_LISTED = 30;

    /** The characters of a hash that a button carries. */
    private static final int KEY = 16;

    /** The longest content that fits into a message together with the text about it. */
    private static final int FITS = 2_000;

    /** The longest text under a file. */
    private static final int CAPTION_FITS = 900;

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
        return Texts.of("help.trust");
    }

    @Override
    public Reaction run(Invocation call) {
        var reaction = Reaction.say(call.state(), answer(call));
        return changesTrust(call) && obstacle(call).isPresent() ? reaction.denied() : reaction;
    }

    private static boolean changesTrust(Invocation call) {
        return call.word().equals("yes") || call.word().equals("revoke");
    }

    private Reply answer(Invocation call) {
        return switch (call.word()) {
            case "" -> show(call, "");
            case "yes" -> inPrivate(call, () -> trust(call));
            case "no" -> Reply.of(Texts.of("trust.refused"));
            case "list" -> call.caller().overview() ? list(call, "") : Reply.of(Texts.of("trust.inPrivate"));
            case "revoke" -> inPrivate(call, () -> revoke(call));
            default -> Reply.of(Texts.of("trust.unknownWord", Markdown.text(call.word())));
        };
    }

    private static Reply inPrivate(Invocation call, Supplier<Reply> answer) {
        return obstacle(call).map(Reply::of).orElseGet(answer);
    }

    /** Why this person cannot trust anything here. */
    private static Optional<String> obstacle(Invocation call) {
        if (!call.caller().isOwner()) {
            return Optional.of(Texts.of("owner.trust"));
        }
        return call.caller().overview() ? Optional.empty() : Optional.of(Texts.of("trust.inPrivate"));
    }

    private static Path directory(Invocation call) {
        return call.state().destination().directory();
    }

    private Reply show(Invocation call, String before) {
        var folder = Markdown.code(directory(call));
        return switch (trust.of(directory(call))) {
            case Trust.Always always -> Reply.of(before + Texts.of("trust.always", folder));
            case Trust.Granted granted -> {
                var said = before
                        + Texts.of(
                                "trust.granted",
                                folder,
                                Markdown.text(granted.scan().summary()));
                yield obstacle(call).isEmpty()
                        ? Reply.of(said, revocation(Texts.of("trust.button.revoke"), granted.grant()))
                        : Reply.of(said);
            }
            case Trust.Changed changed ->
                offer(
                        call,
                        summary -> before + Texts.of("trust.changed", folder, summary),
                        changed.scan(),
                        ProjectText.changes(changed.before(), changed.scan()) + "\n\n" + Texts.of("trust.text.allNow")
                                + "\n\n" + ProjectText.whole(changed.scan()));
            case Trust.Withheld withheld -> {
                var scan = withheld.scan();
                yield scan.isEmpty()
                        ? Reply.of(before + Texts.of("trust.nothing", folder))
                        : offer(
                                call,
                                summary -> before + Texts.of("trust.withheld", folder, summary),
                                scan,
                                ProjectText.whole(scan));
            }
        };
    }

    private static Reply offer(Invocation call, UnaryOperator<String> head, ProjectScan scan, String whole) {
        var covers = "\n\n" + Texts.of("trust.covers");
        var obstacle = obstacle(call);
        var left = CAPTION_FITS
                - head.apply("").length()
                - covers.length()
                - obstacle.orElse("").length();
        var said = head.apply(Markdown.text(shortened(scan.summary(), left)));
        if (!scan.isTrustable()) {
            return Reply.of(Texts.together(said, Texts.of("trust.notShown")));
        }
        said += covers;
        if (obstacle.isPresent()) {
            return withContent(call, Texts.together(said, obstacle.get()), whole, List.of());
        }
        var row = List.of(
                new Reply.Button(
                        Texts.of("trust.button.trust"),
                        "/trust yes " + scan.hash().substring(0, KEY)),
                new Reply.Button(Texts.of("trust.button.notNow"), "/trust no"));
        return withContent(call, said, whole, List.of(row));
    }

    /**
     * Shows the content in the message if it is short and has no characters that are invisible or end the block; otherwise as a
     * file.
     */
    private static Reply withContent(Invocation call, String said, String whole, List<List<Reply.Button>> buttons) {
        var fits = whole.length() <= FITS
                && !whole.contains("```")
                && whole.chars().allMatch(each -> each == '\n' || (each >= ' ' && each <= '~'));
        return fits
                ? new Reply(said + "\n\n```\n" + whole + "```", buttons)
                : new Reply(said, buttons, new Reply.Document(documentName(directory(call)), whole));
    }

    private static String documentName(Path directory) {
        var folder = directory.getFileName();
        return FileName.of("project-files", folder == null ? "" : folder.toString(), ".txt");
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
            return show(call, call.rest().isEmpty() ? "" : Texts.of("trust.changedMeanwhile") + "\n\n");
        }
        try {
            trust.grant(scan, call.now());
        } catch (IOException full) {
            return Reply.of(Texts.of("trust.notStored"));
        }
        return Reply.of(Texts.of("trust.done", Markdown.code(directory(call))));
    }

    private Reply list(Invocation call, String before) {
        var grants = trust.store().grants();
        if (grants.isEmpty()) {
            return Reply.of(before + Texts.of("trust.none"));
        }
        var shown = grants.stream().limit(MOST_LISTED).toList();
        var lines = IntStream.range(0, shown.size())
                .mapToObj(index -> Texts.of(
                        "list.numbered",
                        index + 1,
                        Texts.of(
                                "trust.entry",
                                Markdown.code(shown.get(index).directory()),
                                HumanText.ago(shown.get(index).since(), call.now()))))
                .collect(Collectors.joining("\n"));
        var more = grants.size() > MOST_LISTED ? "\n" + Texts.of("list.more", grants.size() - MOST_LISTED) : "";
        var buttons = IntStream.range(0, shown.size())
                .mapToObj(index -> revocation(Texts.of("trust.button.revokeNumber", index + 1), shown.get(index)));
        var text = before + Texts.of("trust.list") + "\n" + lines + more;
        return call.caller().isOwner() ? new Reply(text, Buttons.rows(3, buttons)) : Reply.of(text);
    }

    private Reply revoke(Invocation call) {
        var store = trust.store();
        var found = store.grants().stream()
                .filter(grant -> key(grant).equals(call.rest()))
                .findFirst();
        if (found.isEmpty()) {
            return list(call, Texts.of("trust.gone") + "\n\n");
        }
        try {
            store.remove(found.get().directory());
        } catch (IOException full) {
            return Reply.of(Texts.of("trust.notStored"));
        }
        return list(call, Texts.of("trust.revoked", Markdown.code(found.get().directory())) + "\n\n");
    }

    private static Reply.Button revocation(String label, Grant grant) {
        return new Reply.Button(label, "/trust revoke " + key(grant));
    }

    /** Names a directory in a button, even if its path is long. */
    private static String key(Grant grant) {
        var path = grant.directory().toString().getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(path).toString();
    }
}
