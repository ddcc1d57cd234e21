using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Office.Crypto;

/// <summary>Looks for the password of an Office file.</summary>
internal static class PasswordSearch
{
    /// <summary>Excel and PowerPoint try these by themselves ([MS-OFFCRYPTO] 2.3.7.1 note; Office never asks then).</summary>
    private static readonly string[] Silent = ["VelvetSweatshop", "/01Hannes Ruescher/01"];

    public static bool IsSilent(string password) => Silent.Contains(password);

    /// <returns>Null when none fits. Tries end when half of the time is spent: deriving keys is slow on purpose, and the rest of a mail wants to be read.</returns>
    public static string? Find(IPasswordLock office, Inspection inspection)
    {
        var start = inspection.Budget.Left;
        foreach (var password in Silent.Concat(PasswordTrial.For(inspection)).Distinct())
        {
            if (office.Opens(password)) return password;
            if (inspection.Budget.Left < start / 2) return null;
        }
        return null;
    }
}
