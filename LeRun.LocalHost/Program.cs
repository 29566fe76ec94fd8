Console.WriteLine("LeRun");
