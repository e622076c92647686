package switchboard.command;

import com.google.auto.service.AutoService;
import java.time.Instant;
import java.util.Comparator;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.text.HumanText;
import switchboard.text.Markdown;

/** {@code /resume [id]}: goes back to one of this chat's own past sessions. */
@AutoService(SlashCommand.class)
public final class ResumeCommand implements SlashCommand {

    /** How many sessions are offered. */
    private static final int MOST = 8;

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String description() {
        return "Go back to an earlier session of this chat";
    }

    @Override
    public Reaction run(Invocation call) {
        var typed = call.argument();
        if (typed.isEmpty()) {
            return list(call);
        }
        if (typed.equals(Moves.NOW)) {
            return Moves.now(call);
        }
        if (isNamed(call.state().destination(), typed)) {
            return call.say("You're in that session already.");
        }
        var found = call.state().past().stream()
                .filter(session -> isNamed(session, typed))
                .toList();
        if (found.isEmpty()) {
            return call.say("There's no earlier session " + Markdown.code(typed) + " here. Send /resume to pick one.");
        }
        return found.size() > 1
                ? call.say("Several sessions begin with " + Markdown.code(typed) + ". Please give more of the id.")
                : resume(call, found.getFirst());
    }

    private static Reaction resume(Invocation call, Session session) {
        var directories = call.facts().directories();
        if (!directories.isStillAllowed(session.directory())) {
            return call.say("Its folder " + Moves.directory(session)
                    + " is no longer allowed. Have it added to `ALLOWED_PATHS`, then send /resume again.");
        }
        if (!(directories.check(session.directory().toString(), session.directory()) instanceof Directories.Usable)) {
            return call.say(
                    "Its folder " + Moves.directory(session) + " is gone. Make it again, then send /resume again.");
        }
        return Moves.go(
                call, session, "resume", "“" + Markdown.text(session.label()) + "”, " + Moves.directory(session));
    }

    private static Reaction list(Invocation call) {
        var past = call.state().past();
        if (past.isEmpty()) {
            return call.say("No earlier sessions yet.");
        }
        var buttons = past.stream()
                .sorted(Comparator.comparing(Session::at).reversed())
                .limit(MOST)
                .map(session -> button(session, call.now()));
        return Reaction.say(
                call.state(), new Reply("Earlier sessions of this chat, newest first:", Buttons.rows(1, buttons)));
    }

    private static Reply.Button button(Session session, Instant now) {
        var name = session.directory().getFileName();
        var label = Prompt.brief(session.label(), 28) + " · " + HumanText.ago(session.at(), now) + " · "
                + (name == null ? session.directory() : name);
        return new Reply.Button(label, "/resume " + session.id());
    }

    private static boolean isNamed(Session session, String typed) {
        return session.id().value().startsWith(typed);
    }
}
