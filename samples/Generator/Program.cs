using System.Text;
using Postvakt.Samples.Check;
using Postvakt.Samples.Output;

Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // ISO-2022-JP
var isCheck = args.Contains("--check");
var output = args.FirstOrDefault(arg => arg != "--check") ?? "samples/company";
if (output.StartsWith('-') || args.Length > 2)
{
    Console.Error.WriteLine("usage: dotnet run --project samples/Generator -- [--check] [DIRECTORY]    (default samples/company)");
    return 2;
}

var files = SampleFiles.Create(Path.Combine(AppContext.BaseDirectory, "texts"));
if (isCheck)
{
    var complaints = SampleCheck.Run(files, output);
    complaints.ForEach(Console.Error.WriteLine);
    Console.WriteLine(complaints.Count == 0 ? "all good" : $"{complaints.Count} complaints");
    return complaints.Count == 0 ? 0 : 1;
}

Directory.CreateDirectory(output);
foreach (var (name, content) in files.Files())
{
    File.WriteAllBytes(Path.Combine(output, name), content);
}

Console.WriteLine($"{files.History.Count} mails of history, {files.Stream.Count} in the stream, "
    + $"{files.Stream.Count(mail => mail.IsHijack)} of them hijacked, {files.Stream.Count(mail => mail.Entry.Has("hn"))} odd but genuine");
return 0;
