namespace Postvakt.Sigma.Bench;

/// <summary>How often each rule matches.</summary>
internal static class MatchReport
{
    public static int Run(string path, IReadOnlyList<string> folders)
    {
        var session = new SigmaEngine(LoadReport.Load(folders)).NewSession();
        var matches = new List<SigmaMatch>();
        foreach (var one in JsonEvents.Read(path)) session.Evaluate(one, matches);
        session.Finish(matches);
        foreach (var group in matches.GroupBy(m => m.Rule).OrderByDescending(g => g.Count()))
            Console.WriteLine($"{group.Count(),6}  {group.Key.Level,-13}  {group.Key.Id}  {group.Key.Title}\n          {string.Join("; ", group.First().Evidence.Select(e => $"{e.Field}={e.Value} [{e.Item}]")).ReplaceLineEndings(" ")}");
        Console.WriteLine(session.Statistics);
        return 0;
    }
}
