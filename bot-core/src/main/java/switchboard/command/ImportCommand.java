package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.SessionImport;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * {@code /import} with a file, or as a reply to one: goes to the session that {@code /export} has made the file of, in this chat's
 * directory.
 */
@AutoService(SlashCommand.class)
public final class ImportCommand implements SlashCommand {

    private static final String NAME = "import";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return Texts.of("help.import");
    }

    @Override
    public boolean takesFiles() {
        return true;
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.TRANSCRIPTS);
    }

    @Override
    public Reaction run(Invocation call) {
        if (Moves.isNow(call.argument())) {
            return Moves.now(call);
        }
        var files = Content.only(Content.Attachment.class, call.attached());
        if (files.size() != 1) {
            return call.say(Texts.of(files.isEmpty() ? "import.none" : "import.several"));
        }
        var before = call.state().sessions().coming();
        if (before != null) {
            return call.say(Texts.of("import.running", name(before)));
        }
        var directory = call.state().destination().directory();
        var coming = new SessionImport(SessionId.random(), files.getFirst(), directory, call.message(), call.now());
        return Reaction.say(
                call.state().with(ChatState::sessions, sessions -> sessions.expecting(coming)),
                Texts.of("import.begun", name(coming)));
    }

    private static String name(SessionImport coming) {
        return Markdown.text(coming.file().title());
    }

    /** Its session is here: the chat goes there, unless its directory is no longer the chat's to work in. */
    public static Reaction arrived(ChatState state, Session session, EngineFacts facts) {
        var next = state.with(ChatState::sessions, sessions -> sessions.expecting(null));
        var folder = Moves.directory(session);
        return switch (facts.directories().access(state.id(), session.directory())) {
            case OUTSIDE, CLOSED -> Reaction.say(next, Texts.of("import.forbidden", folder));
            case OPEN ->
                Moves.go(next, session, NAME, Texts.of("resume.place", Markdown.text(session.label()), folder));
        };
    }

    /** Its session does not come. */
    public static Reaction refused(ChatState state, String sentence) {
        return Reaction.say(state.with(ChatState::sessions, sessions -> sessions.expecting(null)), sentence);
    }
}
