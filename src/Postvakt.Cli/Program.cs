Console.WriteLine("postvakt");
