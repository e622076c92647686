package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.model.AgentQuery;
import switchboard.model.AgentQuery.SkillList;
import switchboard.model.AgentQuery.SkillList.Skill;
import switchboard.model.Content;
import switchboard.model.Reply;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /skill [NAME [text]]}: asks the agent to use one of its skills or custom commands, or offers them. */
@AutoService(SlashCommand.class)
public final class SkillCommand implements SlashCommand {

    private static final int MOST = 30;

    /** The most characters of a skill's description. Their authors write them for models, and at length. */
    private static final int LONGEST = 80;

    @Override
    public String name() {
        return "skill";
    }

    @Override
    public String description() {
        return Texts.of("help.skill");
    }

    @Override
    public boolean takesPrompt() {
        return true;
    }

    @Override
    public String asked(String words) {
        return "/" + words.replaceFirst("^/", "");
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.SKILLS);
    }

    @Override
    public Reaction run(Invocation call) {
        if (call.argument().isEmpty()) {
            return Reaction.of(
                    call.state(),
                    new Reaction.AskAgent<>(
                            new AgentQuery.Skills(), (state, result) -> Reaction.say(state, told(call, result))));
        }
        var words = new Content.Text(asked(call.argument()));
        return Prompts.ask(
                call, Stream.concat(call.attached().stream(), Stream.of(words)).toList(), true);
    }

    private static Reply told(Invocation call, AgentQuery.Result<SkillList> result) {
        return switch (result) {
            case AgentQuery.Answered<SkillList> answered ->
                offer(answered.answer().skills());
            case AgentQuery.Unanswered<SkillList> none ->
                Reply.of(Texts.of("skill.unanswered", call.facts().agent().nameFirst(), Markdown.text(none.why())));
        };
    }

    private static Reply offer(List<Skill> skills) {
        if (skills.isEmpty()) {
            return Reply.of(Texts.of("skill.none"));
        }
        var shown = skills.stream().limit(MOST).toList();
        var lines = shown.stream().map(SkillCommand::line).collect(Collectors.joining("\n"));
        var more = skills.size() > MOST ? "\n" + Texts.of("list.more", skills.size() - MOST) : "";
        return new Reply(
                Texts.of("skill.list") + "\n" + lines + more,
                Buttons.words(2, "skill", shown.stream().map(Skill::name)));
    }

    private static String line(Skill skill) {
        var name = Markdown.code(skill.name());
        return Texts.of(
                "list.item",
                skill.description().isEmpty()
                        ? name
                        : Texts.of(
                                "skill.described",
                                name,
                                Markdown.text(HumanText.shortened(skill.description(), LONGEST))));
    }
}
