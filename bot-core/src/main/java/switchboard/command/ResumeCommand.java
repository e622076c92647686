package switchboard.command;

import com.google.auto.service.AutoService;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /resume [id]}: goes back to one of this chat's own past sessions. */
@AutoService(SlashCommand.class)
public final class ResumeCommand implements SlashCommand {

    /** The most sessions that the reply offers. */
    private static final int MOST = 8;

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String description() {
        return Texts.of("help.resume");
    }

    @Override
    public Reaction run(Invocation call) {
        var typed = call.argument();
        if (typed.isEmpty()) {
            return list(call);
        }
        if (Moves.isNow(typed)) {
            return Moves.now(call);
        }
        if (isNamed(call.state().destination(), typed)) {
            return call.say(Texts.of("resume.already"));
        }
        var found = call.state().past().stream()
                .filter(session -> isNamed(session, typed))
                .toList();
        if (found.isEmpty()) {
            return call.say(Texts.of("resume.unknown", Markdown.code(typed)));
        }
        return found.size() > 1
                ? call.say(Texts.of("resume.several", Markdown.code(typed)))
                : resume(call, found.getFirst());
    }

    private static Reaction resume(Invocation call, Session session) {
        var directories = call.facts().directories();
        var folder = Moves.directory(session);
        return switch (directories.access(call.state().id(), session.directory())) {
            case OUTSIDE -> call.say(Texts.of("resume.forbidden", folder));
            case CLOSED -> call.say(Texts.of("resume.closed", folder));
            case OPEN ->
                Files.isDirectory(session.directory())
                        ? go(call, session)
                        : call.say(Texts.of("resume.folderGone", folder));
        };
    }

    private static Reaction go(Invocation call, Session session) {
        return Moves.go(
                call,
                session,
                "resume",
                Texts.of("resume.place", Markdown.text(session.label()), Moves.directory(session)));
    }

    private static Reaction list(Invocation call) {
        var past = call.state().past();
        if (past.isEmpty()) {
            return call.say(Texts.of("resume.none"));
        }
        var buttons = past.stream()
                .sorted(Comparator.comparing(Session::at).reversed())
                .limit(MOST)
                .map(session -> button(session, call.now()));
        return Reaction.say(call.state(), new Reply(Texts.of("resume.list"), Buttons.rows(1, buttons)));
    }

    private static Reply.Button button(Session session, Instant now) {
        var name = session.directory().getFileName();
        var folder = Objects.requireNonNullElse(name, session.directory()).toString();
        var label = Texts.of(
                "resume.entry",
                Prompt.brief(session.label(), 28),
                HumanText.ago(session.at(), now),
                HumanText.shortened(folder, 20));
        return new Reply.Button(label, "/resume " + session.id());
    }

    private static boolean isNamed(Session session, String typed) {
        return session.id().value().startsWith(typed);
    }
}
