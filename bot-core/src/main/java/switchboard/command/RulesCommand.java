package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.model.Rule;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /rules}: the [Always allow] rules of this chat, with buttons to revoke them. */
@AutoService(SlashCommand.class)
public final class RulesCommand implements SlashCommand {

    private static final int MOST = 30;

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String description() {
        return Texts.of("help.rules");
    }

    @Override
    public Reaction run(Invocation call) {
        return switch (call.word()) {
            case "" -> Reaction.say(call.state(), list(call, call.state(), ""));
            case "revoke" -> revoke(call);
            default -> call.say(Texts.of("rules.unknownWord", Markdown.text(call.word())));
        };
    }

    private static Reply list(Invocation call, ChatState state, String before) {
        var rules = state.settings().rules();
        if (rules.isEmpty()) {
            return Reply.of(before.isEmpty() ? Texts.of("rules.none") : before.strip());
        }
        var shown = Math.min(MOST, rules.size());
        var lines = IntStream.range(0, shown)
                .mapToObj(index -> Texts.of(
                        "list.numbered",
                        index + 1,
                        Markdown.code(rules.get(index).text())))
                .collect(Collectors.joining("\n"));
        var more = rules.size() > MOST ? "\n" + Texts.of("list.more", rules.size() - MOST) : "";
        var text = before + Texts.of("rules.list") + "\n" + lines + more;
        var buttons = IntStream.range(0, shown)
                .mapToObj(index -> new Reply.Button(
                        Texts.of("rules.button.revoke", index + 1), "/rules revoke " + key(rules.get(index))));
        return call.mayOfferToOwners()
                ? new Reply(text, Buttons.rows(3, buttons))
                : Reply.of(text + "\n" + Texts.of("owner.rules"));
    }

    /** Names a rule in a button; does not depend on the rule's place in a later list. */
    private static String key(Rule rule) {
        return "#" + Buttons.mark(rule.text());
    }

    /** Finds a rule by its number in the list, or by its key. */
    private static Optional<Rule> find(List<Rule> rules, String word) {
        var number = word.matches("\\d{1,4}") ? Integer.parseInt(word) : 0;
        return IntStream.range(0, rules.size())
                .filter(index -> index + 1 == number || key(rules.get(index)).equals(word))
                .mapToObj(rules::get)
                .findFirst();
    }

    private static Reaction revoke(Invocation call) {
        if (!call.caller().isOwner()) {
            return call.deny(Texts.of("owner.rules"));
        }
        var found = find(call.state().settings().rules(), call.rest());
        if (found.isEmpty()) {
            return Reaction.say(call.state(), list(call, call.state(), Texts.of("rules.gone") + "\n"));
        }
        var rule = found.get();
        var next = call.state().with(ChatState::settings, settings -> settings.withoutRule(rule));
        return Reaction.say(next, list(call, next, Texts.of("rules.revoked", Markdown.code(rule.text())) + "\n"));
    }
}
