package switchboard.command;

import java.util.Optional;
import switchboard.model.Reply;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** A message that begins with a slash but names no command. */
final class NoCommand {

    private NoCommand() {}

    /** @param nearest the command that it may mean */
    static Reaction run(String word, Invocation call, Optional<String> nearest) {
        var behind = call.argument().stripTrailing();
        var gap = behind.isEmpty() || Character.isWhitespace(behind.charAt(0)) ? "" : " ";
        var text = "/" + word + gap + behind;
        return nearest.map(name -> ask(call, word, text, ("/" + name + gap + behind)))
                .orElseGet(() -> Prompts.ask(call, text, true));
    }

    private static Reaction ask(Invocation call, String word, String text, String command) {
        var name = command.split("\\s", 2)[0];
        return Reaction.say(
                call.state(),
                Reply.of(
                        Texts.of("command.unknown", Markdown.text(word), name),
                        new Reply.Button(Texts.of("command.toClaude"), "/" + SendCommand.NAME + " " + text),
                        new Reply.Button(name, command)));
    }
}
