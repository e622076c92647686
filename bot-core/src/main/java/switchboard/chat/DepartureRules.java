package switchboard.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import switchboard.agent.AgentProtocol;
import switchboard.chat.ChatProtocol.Accepted;
import switchboard.chat.ChatProtocol.Receipt;
import switchboard.chat.Departure.Moving.Stage;
import switchboard.chat.Situation.Step;
import switchboard.model.ChatState;

/** How a chat goes, and what it takes over from another that has gone. Pure. */
record DepartureRules(Situation here, ChatContext context) {

    /** Where a command goes that reaches a chat which is about to go; empty if it is the chat's own. */
    Optional<Step> redirect(ChatProtocol.Command command) {
        if (isOwn(command)) {
            return Optional.empty();
        }
        return switch (here.departure()) {
            case Departure.Leaving leaving ->
                Optional.of(here.aside(new Effect.Forward(here.state().id(), command)));
            case Departure.Moving moving -> Optional.of(here.aside(new Effect.Forward(moving.to(), command)));
            case Departure.Staying staying -> Optional.empty();
            case Departure.Closing closing -> Optional.empty();
        };
    }

    /** What concerns this chat alone, also while it goes. */
    private static boolean isOwn(ChatProtocol.Command command) {
        return command instanceof ChatProtocol.Internal
                || command instanceof ChatProtocol.Migrate
                || command instanceof ChatProtocol.Closed;
    }

    Step onPassivate() {
        return here.isQuiet() && here.departure().mayBegin() ? leave(false) : here.aside();
    }

    Step onForget(ChatProtocol.Forget forget) {
        var state = here.state();
        var goes = here.isQuiet()
                && here.departure().mayBegin()
                && state.receipts().lastActivity().isBefore(forget.idleSince());
        var answer = new Effect.Answer<>(
                forget.replyTo(), new ChatProtocol.Forgotten(state.id(), goes ? state.title() : null));
        return goes ? leave(true, answer) : here.aside(answer);
    }

    private Step leave(boolean erase, Effect... first) {
        var effects = new ArrayList<>(List.of(first));
        effects.add(new Effect.Leave(erase));
        return new Step(here.with(new Departure.Leaving()), effects);
    }

    /** The chat may stop now; else it stays, because something came up meanwhile. */
    Step onLeave() {
        if (here.departure() instanceof Departure.Moving || here.isQuiet()) {
            return here.aside(new Effect.Stop());
        }
        var stays = here.departure() instanceof Departure.Leaving ? here.with(new Departure.Staying()) : here;
        return stays.become(here.state(), new Effect.Stay());
    }

    /** Begins the move, or continues with it when told again, perhaps because the new chat could not store it. */
    Step onMigrate(ChatProtocol.Migrate migrate) {
        var done = new Effect.Answer<Receipt>(migrate.replyTo(), new Accepted());
        return switch (here.departure()) {
            case Departure.Staying staying ->
                context.isStored()
                        ? endWork(
                                here.with(new Departure.Moving(
                                        migrate.to(), Optional.of(migrate.replyTo()), Stage.ENDING)),
                                here.state().with(ChatState::address, address -> address.movingTo(migrate.to())))
                        : here.aside(done); // anybody can make groups and change them
            case Departure.Leaving leaving ->
                here.aside(new Effect.Forward(here.state().id(), migrate));
            case Departure.Moving moving -> {
                var again = here.with(moving.toldAgain(migrate));
                yield switch (moving.stage()) {
                    case ENDING -> again.aside();
                    case BEQUEATHED -> again.aside(bequeath(moving));
                    case ARRIVED -> again.aside(done);
                };
            }
            case Departure.Closing closing -> here.aside(); // told again after the next start
        };
    }

    private Effect bequeath(Departure.Moving moving) {
        return new Effect.Bequeath(moving.to(), here.state().in(moving.to()));
    }

    /** The agent's session has ended, and with it the turn. */
    Step onWorkEnded() {
        return switch (here.departure()) {
            case Departure.Moving moving ->
                here.with(moving.at(Stage.BEQUEATHED)).aside(bequeath(moving));
            case Departure.Closing closing -> close(new Departure.Closing(true, closing.viewClosed()));
            case Departure.Staying staying -> throw failed();
            case Departure.Leaving leaving -> throw failed();
        };
    }

    private IllegalStateException failed() {
        return new IllegalStateException(
                "the agent session of chat " + here.state().id() + " has failed");
    }

    /** The other chat has stored the conversation. */
    Step onInherited() {
        if (!(here.departure() instanceof Departure.Moving moving)) {
            return here.aside();
        }
        var effects = new ArrayList<Effect>();
        moving.replyTo().ifPresent(sender -> effects.add(new Effect.Answer<Receipt>(sender, new Accepted())));
        if (moving.stage() != Stage.ARRIVED) {
            effects.add(new Effect.Leave(true));
        }
        return new Step(here.with(moving.at(Stage.ARRIVED)), effects);
    }

    /** What comes on hold from another id has its buttons there, and gets new ones here. */
    Step onInherit(ChatProtocol.Inherit inherit) {
        var before = here.state();
        var next = before.inherit(ShellRules.cutOff(inherit.state().endStopped(context.now())));
        var effects = new ArrayList<Effect>();
        effects.add(new Effect.Answer<Receipt>(inherit.replyTo(), new Accepted()));
        if (!next.equals(before)) {
            effects.add(
                    new Effect.Show(new ChatProtocol.Remembered(inherit.state().memo())));
            effects.addAll(ShellRules.told(inherit.state()));
        }
        if (next.held().size() > before.held().size()) {
            effects.addAll(Showing.hold(next));
        }
        return here.become(next, effects);
    }

    /** The engine stops. */
    Step onClose() {
        var last = new Effect.Show(new ChatProtocol.Closing());
        return here.departure() instanceof Departure.Moving moving && moving.stage() != Stage.ENDING
                ? here.with(new Departure.Closing(true, false)).aside(last)
                : endWork(here.with(new Departure.Closing(false, false)), here.state(), last);
    }

    Step onViewClosed() {
        return here.departure() instanceof Departure.Closing closing
                ? close(new Departure.Closing(closing.workEnded(), true))
                : here.aside();
    }

    private Step close(Departure.Closing closing) {
        var next = here.with(closing);
        return closing.isOver() ? next.aside(new Effect.Stop()) : next.aside();
    }

    /** Gives up the turn in flight, which continues elsewhere or later, and ends all processes. */
    private static Step endWork(Situation going, ChatState next, Effect... last) {
        var effects = new ArrayList<Effect>();
        var flying = going.work().flying();
        if (flying != null) {
            effects.add(new Effect.EndTurn(flying.id()));
        }
        var shell = going.state().shell().running();
        if (shell != null) {
            effects.add(new Effect.StopShell(shell));
        }
        effects.add(new Effect.TellAgent(new AgentProtocol.Shutdown()));
        effects.addAll(List.of(last));
        return going.with(going.work().withoutFlying())
                .with(Questions.NONE)
                .become(
                        going.work().isGoing() ? next.with(ChatState::queue, queue -> queue.survived()) : next,
                        effects);
    }
}
