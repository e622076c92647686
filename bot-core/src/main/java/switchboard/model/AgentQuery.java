package switchboard.model;

import java.util.List;

/**
 * A question to an agent outside of its turns.
 *
 * @param <T> the answer
 */
public sealed interface AgentQuery<T> {

    /** The answer's type. */
    Class<T> answer();

    /** What fills the session's context? */
    record Context() implements AgentQuery<ContextUsage> {
        @Override
        public Class<ContextUsage> answer() {
            return ContextUsage.class;
        }
    }

    /** Which models are there? */
    record Models() implements AgentQuery<ModelList> {
        @Override
        public Class<ModelList> answer() {
            return ModelList.class;
        }
    }

    /** Which skills and custom commands are there? */
    record Skills() implements AgentQuery<SkillList> {
        @Override
        public Class<SkillList> answer() {
            return SkillList.class;
        }
    }

    /** Work in this mode at once, the running turn included. */
    record TakeMode(PermissionMode mode) implements AgentQuery<Taken> {
        @Override
        public Class<Taken> answer() {
            return Taken.class;
        }
    }

    /** End the process, after the turn if one is at work there; the next prompt starts a fresh one. Starts none. */
    record EndProcess() implements AgentQuery<ProcessEnd> {
        @Override
        public Class<ProcessEnd> answer() {
            return ProcessEnd.class;
        }
    }

    /** What becomes of the process. */
    enum ProcessEnd {
        ENDS_NOW,
        ENDS_AFTER_TURN,
        /** There is none. */
        NONE
    }

    /** Which files differ from how they were before this turn of the session? */
    record ChangesSince(TurnId turn) implements AgentQuery<FileChanges> {
        @Override
        public Class<FileChanges> answer() {
            return FileChanges.class;
        }
    }

    /**
     * Put all files back to how they were before this turn of the session. It may succeed in part, and say nothing of that: only
     * {@link ChangesSince} tells.
     */
    record PutBack(TurnId turn) implements AgentQuery<Taken> {
        @Override
        public Class<Taken> answer() {
            return Taken.class;
        }
    }

    /** What has this turn of the session changed in files, line by line? */
    record Patches(TurnId turn) implements AgentQuery<PatchList> {
        @Override
        public Class<PatchList> answer() {
            return PatchList.class;
        }
    }

    /** What a turn has changed, file by file; empty also if that is not known any more. */
    record PatchList(List<FilePatch> files) {
        public PatchList {
            files = List.copyOf(files);
        }
    }

    /** The mode is in force, or the files were put back. */
    record Taken() {}

    /**
     * How full the context is.
     *
     * @param percent from 0
     * @param tokens used, of {@code most}
     * @param parts what uses them
     */
    record ContextUsage(int percent, long tokens, long most, List<Part> parts) {
        public ContextUsage {
            parts = List.copyOf(parts);
        }

        /** One kind of content and its tokens. */
        public record Part(String name, long tokens) {}
    }

    /** The models to choose from. */
    record ModelList(List<Model> models) {
        public ModelList {
            models = List.copyOf(models);
        }

        /**
         * One model.
         *
         * @param name the name by which a person chooses it
         * @param fullName the full name behind that name at present; empty if it is not known
         * @param description empty if there is none
         */
        public record Model(String name, String fullName, String description) {}
    }

    /** The skills and custom commands of the session's directory and of its owner. */
    record SkillList(List<Skill> skills) {
        public SkillList {
            skills = List.copyOf(skills);
        }

        /**
         * One skill.
         *
         * @param name what a prompt begins with, after a slash, to use it
         * @param description empty if there is none
         */
        public record Skill(String name, String description) {}
    }

    /**
     * The result of a query.
     *
     * @param <T> the answer
     */
    sealed interface Result<T> {}

    record Answered<T>(T answer) implements Result<T> {}

    /** @param why one sentence */
    record Unanswered<T>(String why) implements Result<T> {}
}
