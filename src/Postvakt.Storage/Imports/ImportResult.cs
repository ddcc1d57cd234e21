namespace Postvakt.Storage.Imports;

/// <summary>What was taken over.</summary>
/// <param name="Messages">Mails that Memory knows.</param>
/// <param name="Records">Verdicts.</param>
/// <param name="Held">Mails in quarantine, with their bytes.</param>
/// <param name="Missing">Of these, mails whose bytes the old store no longer had.</param>
/// <param name="Rows">Rows of all tables.</param>
public sealed record ImportResult(long Messages, long Records, long Held, long Missing, long Rows);
