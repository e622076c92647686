package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.function.BiFunction;
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
        return ask(call, (original, prompt) -> {
            var asked = call.state()
                    .with(ChatState::receipts, receipts -> receipts.edit(original, original.asked(prompt.id())));
            return isRunning(asked, original)
                    ? Reaction.of(asked.acceptInstead(prompt), new Reaction.StopTurn(original.turn()))
                    : Prompts.accepted(asked.accept(prompt), prompt.id());
        });
    }

    /**
     * Asks what the message in the call's argument says since it was edited, unless that was asked already.
     *
     * @param how gets the message as the chat knows it, and the prompt of its new words
     */
    static Reaction ask(Invocation call, BiFunction<Original, Prompt, Reaction> how) {
        var known = call.state().receipts().original(call.argument());
        if (known.isEmpty()) {
            return call.say(Texts.of("edit.forgotten"));
        }
        var original = known.get();
        var content = original.edited();
        return content == null
                ? call.say(Texts.of("edit.asked"))
                : how.apply(
                        original,
                        new Prompt(TurnId.random(), content, true, original.message(), call.now(), call.caller()));
    }
}
