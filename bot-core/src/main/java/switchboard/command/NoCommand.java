package switchboard.command;

import java.util.List;
import java.util.Optional;
import switchboard.model.Content;
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
        return nearest.map(name -> ask(call, word, text, name))
                .orElseGet(
                        () -> Prompts.ask(call, call.with(text, brought(call)).content(), true));
    }

    /** The buttons keep the files and the quote that came with the words. */
    private static Reaction ask(Invocation call, String word, String text, String name) {
        var takesAll = call.facts()
                .catalogue()
                .find(name)
                .filter(SlashCommand::takesFiles)
                .isPresent();
        var losesFile = !takesAll && brought(call).stream().anyMatch(Content.Attachment.class::isInstance);
        var command = ("/" + name + " " + call.argument().strip()).strip();
        return Reaction.say(
                call.state(),
                Reply.of(
                        Texts.of(
                                losesFile ? "command.unknownWithFile" : "command.unknown",
                                Markdown.text(word),
                                "/" + name),
                        new Reply.Button(
                                Texts.of("command.toClaude"), "/" + SendCommand.NAME + " " + text, brought(call)),
                        new Reply.Button("/" + name, command, takesAll ? call.attached() : List.of())));
    }

    /** What came with the words, without the sentence in place of words: a slash word is words, too. */
    private static List<Content> brought(Invocation call) {
        return call.attached().stream()
                .filter(piece -> !(piece instanceof Content.Text))
                .toList();
    }
}
