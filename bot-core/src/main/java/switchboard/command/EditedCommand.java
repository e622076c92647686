package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Original;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * Asks what a message says since it was edited. Buttons give this command, and nobody types its name by chance. A turn that still
 * runs for what the message said before is stopped, and the new words come next.
 */
@AutoService(SlashCommand.class)
public final class EditedCommand implements SlashCommand {

    /** Has a character that no Telegram command can have. */
    public static final String NAME = "ask-edited";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "";
    }

    /**
     * Offers to ask what the message says by now.
     *
     * @param mayGoBack whether a session can begin as a copy of another
     */
    public static Reply offer(ChatState state, Original original, List<Content> content, boolean mayGoBack) {
        var words = Texts.of("queue.quoted", Markdown.text(Prompt.brief(content, 60)));
        return switch (original.kind()) {
            case PROMPT -> {
                if (isRunning(state, original)) {
                    yield offer(original, Texts.of("edit.running", words), Texts.of("edit.button.stop"));
                }
                var again = button(original, Texts.of("edit.button.again"));
                var text = Texts.of("edit.past", words);
                yield mayGoBack && AskFromHereCommand.session(state, original).isPresent()
                        ? Reply.of(text, again, AskFromHereCommand.button(original))
                        : Reply.of(text, again);
            }
            case COMMAND -> offer(original, Texts.of("edit.wasCommand", words), Texts.of("edit.button.ask"));
            case ANSWER, NOTHING -> offer(original, Texts.of("edit.new", words), Texts.of("edit.button.ask"));
        };
    }

    private static Reply offer(Original original, String text, String label) {
        return Reply.of(text, button(original, label));
    }

    private static Reply.Button button(Original original, String label) {
        return new Reply.Button(label, "/" + NAME + " " + original.message());
    }

    /** Whether the agent works on what the message said before. */
    public static boolean isRunning(ChatState state, Original original) {
        var current = state.current();
        return current != null && current.id().equals(original.turn()) && current.begun() && !current.stopped();
    }

    @Override
    public Reaction run(Invocation call) {
        var state = call.state();
        var known = state.original(call.argument());
        var content = known.map(Original::edited).orElse(null);
        if (known.isEmpty() || content == null) {
            return call.say(Texts.of(known.isEmpty() ? "edit.forgotten" : "edit.asked"));
        }
        var original = known.get();
        var prompt = new Prompt(TurnId.random(), content, true, original.message(), call.now(), call.caller());
        var asked = state.edit(original, original.asked(prompt.id()));
        if (isRunning(state, original)) {
            return Reaction.of(asked.acceptInstead(prompt), new Reaction.StopTurn(original.turn()));
        }
        var next = asked.accept(prompt);
        return Prompts.accepted(next, prompt.id());
    }
}
