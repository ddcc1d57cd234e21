using System.CommandLine;

namespace Postvakt.Cli.Verbs;
internal static class DoctorVerb { public static Command Create() => new("doctor", "Check this installation"); }
