package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.text.Texts;

/**
 * {@code /new} for a chat that is still in the session in which the button was shown. Buttons give this command, and nobody types
 * its name by chance.
 */
@AutoService(SlashCommand.class)
public final class NewAfterCommand implements SlashCommand {

    /** Has a character that no Telegram command can have. */
    private static final String NAME = "new-after";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "";
    }

    /** The button that leaves this session. */
    public static Reply.Button button(Session session) {
        return new Reply.Button(
                Texts.of("new.button"), "/" + NAME + " " + session.id().brief());
    }

    @Override
    public Reaction run(Invocation call) {
        var isThere = call.state().session().id().brief().equals(call.argument());
        return isThere ? new NewCommand().run(call.with("")) : call.say(Texts.of("new.left"));
    }
}
