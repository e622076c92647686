package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.model.ChatState;
import switchboard.model.Placed;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.SessionSwitch;
import switchboard.model.TurnId;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * {@code /pending}: lists the prompts that wait in this chat or are on hold, and shows open questions again. Its buttons remove,
 * clear, or run prompts that are on hold. A button acts only on prompts that were listed with it: one for several prompts names
 * the last of them.
 */
@AutoService(SlashCommand.class)
public final class PendingCommand implements SlashCommand {

    private static final int MOST = 20;

    @Override
    public String name() {
        return "pending";
    }

    @Override
    public List<String> aliases() {
        return List.of("q");
    }

    @Override
    public String description() {
        return Texts.of("help.pending");
    }

    /** The button that removes a prompt which waits or is on hold. A task that already runs continues. */
    public static Reply.Button discard(TurnId turn) {
        return new Reply.Button(Texts.of("hold.button.discard"), "/pending remove " + Prompts.key(turn));
    }

    @Override
    public Reaction run(Invocation call) {
        return switch (call.word()) {
            case "" ->
                Reaction.of(call.state(), new Reaction.Say(list(call.state(), "")), new Reaction.ShowQuestions());
            case "remove" -> remove(call);
            case "clear" -> clear(call);
            case "go" -> goOn(call, key -> upTo(call.state().onHold(), key));
            case "run" -> goOn(call, key -> only(call.state().onHold(), key));
            default -> call.say(Texts.of("queue.unknownWord", Markdown.text(call.word())));
        };
    }

    private static Reply list(ChatState state, String before) {
        var lines = new ArrayList<String>();
        if (state.current() != null) {
            lines.add(Texts.of("queue.now", Prompts.quoted(state.current().prompt())));
        }
        if (state.queue().inbox().isEmpty() && state.held().isEmpty()) {
            lines.add(Texts.of("queue.empty"));
        }
        var removing = new ArrayList<Reply.Button>();
        if (!state.queue().inbox().isEmpty()) {
            lines.add(Texts.of("queue.queued"));
        }
        state.queue().inbox().stream().limit(MOST).forEach(entry -> {
            switch (entry) {
                case SessionSwitch move -> lines.add(Texts.of("queue.moves", Moves.directory(move.to())));
                case Prompt prompt -> add(lines, removing, prompt, Prompts.quoted(prompt));
                case Placed placed -> add(lines, removing, placed.prompt(), told(state, placed));
            }
        });
        if (!state.held().isEmpty()) {
            lines.add(Texts.of("queue.held"));
        }
        state.held().stream()
                .limit(Math.max(0, MOST - state.queue().inbox().size()))
                .forEach(placed -> add(lines, removing, placed.prompt(), told(state, placed)));
        var more = state.queue().inbox().size() + state.held().size() - MOST;
        if (more > 0) {
            lines.add(Texts.of("list.more", more));
        }
        return new Reply(before + String.join("\n", lines), buttons(state, removing));
    }

    private static void add(List<String> lines, List<Reply.Button> removing, Prompt prompt, String told) {
        var number = removing.size() + 1;
        lines.add(Texts.of("list.numbered", number, told));
        removing.add(new Reply.Button(
                Texts.of("queue.button.remove", number), "/pending remove " + Prompts.key(prompt.id())));
    }

    /** The prompt, with its directory if that is not the chat's. */
    private static String told(ChatState state, Placed placed) {
        var quoted = Prompts.quoted(placed.prompt());
        return placed.where().directory().equals(state.destination().directory())
                ? quoted
                : Texts.of("queue.elsewhere", quoted, Moves.directory(placed.where()));
    }

    private static List<List<Reply.Button>> buttons(ChatState state, List<Reply.Button> removing) {
        var rows = new ArrayList<>(Buttons.rows(3, removing.stream()));
        state.waiting()
                .reduce((first, second) -> second)
                .map(last ->
                        new Reply.Button(Texts.of("queue.button.clear"), "/pending clear " + Prompts.key(last.id())))
                .ifPresent(clear -> rows.add(List.of(clear)));
        rows.addAll(Prompts.runOrDiscard(state));
        return rows;
    }

    private static Reaction remove(Invocation call) {
        var found = Prompts.find(call.state(), call.rest());
        if (found.isEmpty()) {
            return call.say(Texts.of("queue.gone"));
        }
        var next = call.state()
                .with(ChatState::queue, queue -> queue.drop(found.get().id()));
        return Reaction.say(next, list(next, Texts.of("queue.removed", Prompts.quoted(found.get())) + "\n"));
    }

    private static Reaction clear(Invocation call) {
        var state = call.state();
        var next = state;
        if (call.rest().isEmpty()) {
            next = state.with(ChatState::queue, queue -> queue.dropAll());
        } else {
            for (var turn : upTo(state.waiting(), call.rest())) {
                next = next.with(ChatState::queue, queue -> queue.drop(turn));
            }
            for (var turn : upTo(state.onHold(), call.rest())) {
                next = next.with(ChatState::queue, queue -> queue.drop(turn));
            }
        }
        var dropped = Prompts.dropped(state, next);
        if (!dropped.isEmpty()) {
            return Reaction.say(next, Texts.of("queue.removed", dropped));
        }
        var isEmpty = state.waiting().findAny().isEmpty() && state.held().isEmpty();
        return isEmpty
                ? call.say(Texts.of("queue.empty"))
                : Reaction.say(state, list(state, Texts.of("queue.gone") + "\n"));
    }

    /** The prompts up to the one that the key names; all if the key is empty, none if it names no prompt. */
    private static Set<TurnId> upTo(Stream<Prompt> prompts, String key) {
        var turns = prompts.map(Prompt::id).toList();
        var named = turns.stream().filter(turn -> Prompts.isNamed(turn, key)).findFirst();
        var end = key.isEmpty() ? turns.size() : named.map(turns::indexOf).orElse(-1) + 1;
        return Set.copyOf(turns.subList(0, end));
    }

    private static Set<TurnId> only(Stream<Prompt> prompts, String key) {
        return prompts.map(Prompt::id)
                .filter(turn -> Prompts.isNamed(turn, key))
                .collect(Collectors.toSet());
    }

    /** {@code go [KEY [STOP]]}: a press may be older than a stop that has overtaken it; then all prompts stay on hold. */
    private static Reaction goOn(Invocation call, Function<String, Set<TurnId>> chosen) {
        var state = call.state();
        if (state.held().isEmpty()) {
            return call.say(Texts.of("hold.empty"));
        }
        var words = call.rest().split("\\s+", 2);
        var turns = chosen.apply(words[0]);
        if (turns.isEmpty()) {
            var rest = StopCommand.onHold(state);
            return Reaction.say(state, new Reply(Texts.together(Texts.of("hold.gone"), rest.text()), rest.buttons()));
        }
        var knowsStop = words.length == 2
                && words[1].equals(String.valueOf(state.receipts().stop()));
        if (state.receipts().wasSaidBeforeStop() && !knowsStop) {
            return Reaction.say(state, new Reply(Texts.of("hold.pressedBeforeStop"), Prompts.runOrDiscard(state)));
        }
        var next = (state.receipts().wasSaidBeforeStop()
                        ? state.with(ChatState::receipts, receipts -> receipts.forgetStop())
                        : state)
                .with(ChatState::queue, queue -> queue.resume(turns));
        return Reaction.say(next, running(turns.size() == 1, state.current() == null));
    }

    private static String running(boolean isOne, boolean atOnce) {
        if (atOnce) {
            return isOne ? Texts.of("hold.runsIt") : Texts.of("hold.runsThem");
        }
        return isOne ? Texts.of("hold.queuesIt") : Texts.of("hold.queuesThem");
    }
}
