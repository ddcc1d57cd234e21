using Postvakt.Mql.Rules;
var l = new MqlRuleLoader();
foreach (var f in args) l.AddFolder(f);
var s = l.Build();
foreach (var p in s.Problems) Console.WriteLine(p);
Console.WriteLine($"{s.Files} files, {s.Documents} documents, {s.Parsed} parsed, {s.Rules.Count} rules");
