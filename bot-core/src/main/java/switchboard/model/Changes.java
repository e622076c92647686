package switchboard.model;

/**
 * How much was changed in files.
 *
 * @param files how many files differ
 * @param added lines that are new
 * @param removed lines that are gone
 */
public record Changes(int files, long added, long removed) {}
